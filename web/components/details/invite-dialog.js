import { useMemo, useState } from "../../vendor/hooks.js";
import { app } from "../../state/index.js";
import { t } from "../../words/index.js";
import { Dialog } from "../elements/dialog.js";
import { Complaint, useSubmit } from "../elements/form.js";
import { html, useSignalValue } from "../html.js";
import { PeoplePicker } from "../people/people-picker.js";
import { nameOf } from "../people/identity.js";
import { dismiss } from "../surfaces.js";

/** @typedef {import("../../state/types.js").UserBrief} UserBrief */

/** @param {{conversation: string}} props */
export function InviteDialog({ conversation }) {
  const [chosen, setChosen] = useState(/** @type {UserBrief[]} */ ([]));
  const members = useSignalValue(useMemo(() => app.members(conversation), [conversation]));
  const inside = useMemo(() => new Set(members?.map(({ user }) => user.id)), [members]);
  const invite = async () => {
    for (const user of chosen) {
      await app.actions.invite(conversation, user.id);
      setChosen((left) => left.filter(({ id }) => id !== user.id));
      app.notify(t("details.invited", { name: nameOf(user) }), "success");
    }
    dismiss();
  };
  const form = useSubmit(invite);
  return html`<${Dialog} title=${t("details.invite")}>
    <form class="form" onSubmit=${form.submit}>
      <${PeoplePicker} chosen=${chosen} choose=${setChosen} without=${inside} />
      <${Complaint} text=${form.general} />
      <div class="form-end">
        <button type="button" class="button" onClick=${dismiss}>${t("common.cancel")}</button>
        <button type="submit" class="button button-primary" disabled=${chosen.length === 0}
          aria-disabled=${form.busy ? "true" : null}>${t("details.inviteDo")}</button>
      </div>
    </form>
  </>`;
}
