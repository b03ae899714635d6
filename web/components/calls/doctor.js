/** The call doctor: what it finds, in words, as it finds it. */
import { CHECKS, verdict, WAYS } from "../../calls/doctor.js";
import { Examination } from "../../calls/examination.js";
import { app } from "../../state/index.js";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "../../vendor/hooks.js";
import { knows, t } from "../../words/index.js";
import "../../words/doctor.js";
import { attempt, Dialog } from "../dialogs.js";
import { html, useSignalValue } from "../html.js";
import { Icon } from "../icons.js";

/** @import { CheckName, Finding, State, Surgery } from "../../calls/doctor-types.d.ts" */
/** @import { IconName } from "../types.js" */

/** @type {Record<State, IconName>} */
const marks = {
  waiting: "clock", running: "clock", asked: "bell", good: "check", poor: "warning", bad: "close", none: "block",
};

/** @type {Surgery} */
const surgery = {
  devices: () => app.preferences.peek(),
  iceServers: () => app.actions.iceServers(),
  probe: (filling) => app.actions.probe(filling),
};

export function DoctorDialog() {
  const [round, setRound] = useState(0);
  const examination = useMemo(() => new Examination(surgery), [round]);
  const [began, setBegan] = useState(false);
  useEffect(() => () => examination.stop(), [examination]);
  useEffect(() => {
    if (began) void attempt(() => examination.run());
  }, [began, examination]);
  const start = () => {
    if (began) setRound(round + 1);
    setBegan(true);
  };
  return html`<${Dialog} title=${t("doctor.title")} class="dialog-wide">
    <div class="doctor-sheet">
      <p class="soft">${t("doctor.lead")}</p>
      ${began && html`<${Findings} examination=${examination} />`}
      <${Foot} examination=${examination} began=${began} start=${start} />
    </div>
  </>`;
}

/** @param {{examination: Examination}} props */
function Findings({ examination }) {
  const findings = useSignalValue(examination.findings);
  const said = verdict(findings);
  return html`
    <p class="doctor-verdict" role="status">${said && t(`doctor.verdict.${said}`)}</p>
    <${Senses} examination=${examination} />
    <ol class="doctor">
      ${findings.map((one) => html`<${Row} key=${one.check} finding=${one} examination=${examination} />`)}
    </ol>`;
}

/** One's own picture and loudness while they are looked at. @param {{examination: Examination}} props */
function Senses({ examination }) {
  const picture = useSignalValue(examination.picture);
  const video = useRef(/** @type {HTMLVideoElement | null} */ (null));
  useLayoutEffect(() => {
    if (video.current) video.current.srcObject = picture;
  }, [picture]);
  return picture && html`<video ref=${video} class="doctor-picture" autoplay muted playsinline
    aria-label=${t("doctor.picture")}></video>`;
}

/** @param {{examination: Examination}} props */
function Loudness({ examination }) {
  const level = useSignalValue(examination.level);
  // Loudness is heard by its logarithm: 60 dB fill the meter.
  const share = Math.max(0, 1 + Math.log10(Math.max(level, 1e-6)) / 3);
  return html`<meter class="doctor-level" min="0" max="1" value=${share} aria-label=${t("doctor.level")}></meter>`;
}

/** @param {{finding: Finding, examination: Examination}} props */
function Row({ finding, examination }) {
  const { check, state } = finding;
  const help = `${keyOf(finding)}.do`;
  return html`<li class=${`doctor-row doctor-${state}`} data-check=${check} data-state=${state}>
    <${Icon} name=${marks[state]} size=${18} />
    <div class="doctor-words">
      <p><strong>${t(`doctor.${check}`)}</strong>
        ${knows(`doctor.state.${state}`) && html` <span class="visually-hidden">${t(`doctor.state.${state}`)}</span>`}</p>
      <p>${wordsOf(finding)}</p>
      ${knows(help) && html`<p class="doctor-help">${t(help)}</p>`}
      ${check === "microphone" && state === "running" && html`<${Loudness} examination=${examination} />`}
      ${check === "speakers" && state === "asked" && html`<${Answers} examination=${examination} />`}
    </div>
  </li>`;
}

/** @param {{examination: Examination}} props */
function Answers({ examination }) {
  const press = (/** @type {string} */ words, /** @type {() => unknown} */ act) =>
    html`<button type="button" class="button button-small" onClick=${act}>${t(words)}</button>`;
  return html`<div class="doctor-answers">
    ${press("doctor.heard", () => examination.answer(true))}
    ${press("doctor.unheard", () => examination.answer(false))}
    ${press("doctor.playAgain", () => examination.playAgain())}
  </div>`;
}

/** @param {{examination: Examination, began: boolean, start: () => void}} props */
function Foot({ examination, began, start }) {
  const findings = useSignalValue(examination.findings);
  const over = verdict(findings) !== null;
  const copy = () => attempt(async () => {
    await navigator.clipboard.writeText(report(findings));
    app.notify(t("message.copied"), "success");
  });
  return html`<div class="form-end">
    ${began && over && html`<button type="button" class="button" onClick=${copy}>
      <${Icon} name="copy" size=${18} />${t("doctor.copy")}</button>`}
    ${(!began || over) && html`<button type="button" class="button button-primary" data-autofocus onClick=${start}>
      ${t(began ? "doctor.again" : "doctor.start")}</button>`}
  </div>`;
}

/** @param {Finding} finding */
function wordsOf(finding) {
  const { check, state, values } = finding;
  if (state === "waiting") return t("doctor.waiting");
  if (state !== "running") return t(keyOf(finding), values);
  const own = `doctor.${check}.running`;
  return t(knows(own) ? own : "doctor.running");
}

/** @param {Finding} finding */
function keyOf({ check, reason }) {
  const relay = /** @type {readonly CheckName[]} */ (WAYS).includes(check);
  return `doctor.${relay ? "turn" : check}.${reason}`;
}

/** What one sends to whoever runs the server. @param {Finding[]} findings */
function report(findings) {
  const said = verdict(findings);
  const lines = CHECKS.flatMap((check) => {
    const found = findings.find((one) => one.check === check);
    return found ? [`${t(`doctor.${check}`)}: ${t(`doctor.state.${found.state}`)}. ${wordsOf(found)}`] : [];
  });
  const place = `${app.me.peek()?.username} · ${new Date().toISOString()} · ${navigator.userAgent}`;
  return [`${t("doctor.title")} · ${location.origin}`, place, said && t(`doctor.verdict.${said}`), "", ...lines].join("\n");
}
