import { learn } from "./index.js";

/** Recordings of calls, in English. @type {import("./index.js").Words} */
const en = {
  "recording.record": "Record",
  "recording.cancel": "Do not record",
  "recording.stop": "Stop recording",
  "recording.going": "Recording",
  "recording.goingBy": "{name} is recording this call.",
  "recording.goingMine": "You are recording this call.",
  "recording.asked": "Record the call?",
  "recording.askedBy":
    "{name} would like to record this call: everybody’s voice, and the picture of whoever speaks.",
  "recording.kept": "All members of the conversation can play it. It is recorded only while everybody agrees.",
  "recording.agree": "Agree",
  "recording.refuse": "Do not agree",
  "recording.waiting": "Waiting for everybody’s consent.",
  "recording.play": "Play the recording, {length}",
  "recording.uploading": "The recording is being uploaded…",
  "recording.failed": "The recording was lost.",
};

/** German. @type {Record<keyof typeof en, import("./index.js").Phrase>} */
const de = {
  "recording.record": "Aufnehmen",
  "recording.cancel": "Nicht aufnehmen",
  "recording.stop": "Aufnahme beenden",
  "recording.going": "Aufnahme",
  "recording.goingBy": "{name} nimmt diesen Anruf auf.",
  "recording.goingMine": "Du nimmst diesen Anruf auf.",
  "recording.asked": "Anruf aufnehmen?",
  "recording.askedBy": "{name} möchte diesen Anruf aufnehmen: die Stimmen aller und das Bild dessen, der spricht.",
  "recording.kept":
    "Alle Mitglieder der Unterhaltung können sie abspielen. Aufgenommen wird nur, solange alle zustimmen.",
  "recording.agree": "Zustimmen",
  "recording.refuse": "Nicht zustimmen",
  "recording.waiting": "Es fehlt noch die Zustimmung anderer.",
  "recording.play": "Aufnahme abspielen, {length}",
  "recording.uploading": "Die Aufnahme wird hochgeladen …",
  "recording.failed": "Die Aufnahme ging verloren.",
};

learn({ en, de });
