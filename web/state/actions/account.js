/**
 * One's own account and its devices.
 *
 * @import { Me } from "../types.js"
 * @import { Api } from "../api.js"
 * @import { Session } from "../session.js"
 */

/**
 * @param {object} parts
 * @param {Api} parts.api
 * @param {Session} parts.session
 * @param {(me: Me) => void} parts.changed
 */
export function accountActions({ api, session, changed }) {
  return {
    /** @param {{username: string, password: string}} credentials */
    signIn: (credentials) => session.signIn(credentials),
    /** @param {{username: string, password: string, display_name?: string}} account */
    register: (account) => session.register(account),
    signOut: () => session.signOut(),
    /** @param {string} displayName */
    changeName: async (displayName) => changed(await api.changeMe({ display_name: displayName })),
    /** The other devices are signed out by it. @param {string} old @param {string} next */
    changePassword: (old, next) => api.changePassword(old, next),
    sessions: () => api.sessions(),
    /** @param {string} id */
    endSession: (id) => api.endSession(id),
    endOtherSessions: () => api.endOtherSessions(),
  };
}
