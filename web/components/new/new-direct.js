import { t } from "../../words/index.js";
import { Dialog } from "../elements/dialog.js";
import { Complaint, useAttempt } from "../elements/form.js";
import { html } from "../html.js";
import { PeopleSearch } from "../people/people-picker.js";
import { writeTo } from "../people/profile-card.js";

/** @typedef {import("../../state/types.js").UserBrief} UserBrief */

export function NewDirect() {
  const { attempt, complaint } = useAttempt();
  return html`<${Dialog} title=${t("new.direct")}>
    <div class="form">
      <p class="soft">${t("new.directLead")}</p>
      <${PeopleSearch} pick=${(/** @type {UserBrief} */ user) => attempt(() => writeTo(user))} />
      <${Complaint} text=${complaint} />
    </div>
  </>`;
}
