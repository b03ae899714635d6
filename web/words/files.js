import { learn } from "./index.js";

/** What is said where pictures are looked at, sound and film are played, and one's own picture is cut. */
const en = {
  "files.gallery": "Pictures",
  "files.of": "{index} of {count}",
  "files.previous": "Previous picture",
  "files.next": "Next picture",
  "files.full": "Full size",
  "files.fit": "Fit to the window",
  "files.unseen": "The picture could not be loaded.",
  "files.unplayable": "This browser cannot play the file. Download it instead.",
  "avatar.title": "Your picture",
  "avatar.use": "Use this picture",
  "avatar.place": "Part of the picture",
  "avatar.hint": "Drag, or use the arrow keys, to choose what is shown.",
  "avatar.zoom": "Zoom",
  "avatar.unreadable": "The browser cannot read this picture. Try another one.",
};

const de = {
  "files.gallery": "Bilder",
  "files.of": "{index} von {count}",
  "files.previous": "Voriges Bild",
  "files.next": "Nächstes Bild",
  "files.full": "Volle Größe",
  "files.fit": "An das Fenster anpassen",
  "files.unseen": "Das Bild konnte nicht geladen werden.",
  "files.unplayable": "Dieser Browser kann die Datei nicht abspielen. Lade sie stattdessen herunter.",
  "avatar.title": "Dein Bild",
  "avatar.use": "Dieses Bild verwenden",
  "avatar.place": "Bildausschnitt",
  "avatar.hint": "Ziehe das Bild oder benutze die Pfeiltasten, um den Ausschnitt zu wählen.",
  "avatar.zoom": "Vergrößern",
  "avatar.unreadable": "Der Browser kann dieses Bild nicht lesen. Versuche ein anderes.",
};

learn({ en, de });
