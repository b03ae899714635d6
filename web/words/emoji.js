import { learn } from "./index.js";

/**
 * The names of the emoji: one a line, in English and German, in the order of `codes`. Together, so that none
 * is forgotten in one language.
 */
const codes = ["en", "de"];
const table = `
😀 | grinning | grinsend
😄 | laughing eyes | lachende Augen
😁 | beaming | strahlend
😂 | tears of joy | Freudentränen
🤣 | rolling on the floor | am Boden vor Lachen
😊 | smiling softly | sanft lächelnd
🙂 | slight smile | leichtes Lächeln
🙃 | upside down | kopfüber
😉 | wink | zwinkern
😍 | heart eyes | Herzaugen
🥰 | in love | verliebt
😘 | blowing a kiss | Kuss zuwerfen
😋 | yummy | lecker
😜 | cheeky | frech
🤪 | zany | verrückt
🤗 | hug | Umarmung
🤭 | giggle | kichern
🤫 | shush | pst
🤔 | thinking | nachdenklich
🤨 | doubtful | skeptisch
😐 | neutral | neutral
😶 | speechless | sprachlos
😏 | smirk | süffisant
🙄 | eye roll | Augenrollen
😬 | grimace | Grimasse
😌 | relieved | erleichtert
😴 | asleep | schlafend
🥱 | yawn | gähnen
🤒 | ill | krank
🤯 | mind blown | umgehauen
🥳 | party | Party
😎 | cool | cool
🤓 | nerd | Streber
😕 | confused | verwirrt
😟 | worried | besorgt
😮 | astonished | erstaunt
😳 | blushing | errötet
🥺 | pleading | flehend
😢 | crying | weinend
😭 | sobbing | schluchzend
😱 | screaming | schreiend
😞 | disappointed | enttäuscht
😤 | huffing | schnaubend
😡 | angry | wütend
💀 | skull | Totenkopf
🤖 | robot | Roboter
👻 | ghost | Gespenst
🫠 | melting | schmelzend
🫡 | salute | salutieren
👍 | thumbs up | Daumen hoch
👎 | thumbs down | Daumen runter
👌 | all right | in Ordnung
✌️ | victory | Sieg
🤞 | fingers crossed | Daumen drücken
🤘 | rock on | Rockerhand
👋 | wave | winken
🙌 | raised hands | erhobene Hände
👏 | clapping | Applaus
🙏 | thank you | danke
🤝 | handshake | Handschlag
💪 | strong | stark
👀 | eyes | Augen
🫶 | heart hands | Herz mit Händen
✍️ | writing | schreiben
👉 | pointing right | nach rechts zeigen
👈 | pointing left | nach links zeigen
👆 | pointing up | nach oben zeigen
👇 | pointing down | nach unten zeigen
🤷 | shrug | Schulterzucken
🤦 | facepalm | Hand vor dem Kopf
🙋 | raising a hand | sich melden
🧠 | brain | Gehirn
👶 | baby | Baby
🏃 | running | laufen
💃 | dancing | tanzen
❤️ | red heart | rotes Herz
🧡 | orange heart | oranges Herz
💛 | yellow heart | gelbes Herz
💚 | green heart | grünes Herz
💙 | blue heart | blaues Herz
💜 | purple heart | lila Herz
🖤 | black heart | schwarzes Herz
💔 | broken heart | gebrochenes Herz
💯 | hundred | hundert
✨ | sparkles | Funkeln
🔥 | fire | Feuer
⭐ | star | Stern
⚡ | lightning | Blitz
💥 | bang | Knall
💡 | idea | Idee
✅ | done | erledigt
❌ | cross | Kreuz
❓ | question | Frage
❗ | exclamation | Ausrufezeichen
⚠️ | warning | Warnung
➕ | plus | plus
➖ | minus | minus
🔴 | red circle | roter Kreis
🟢 | green circle | grüner Kreis
💤 | sleep | Schlaf
♻️ | recycling | Wiederverwertung
🐶 | dog | Hund
🐱 | cat | Katze
🐭 | mouse | Maus
🦊 | fox | Fuchs
🐻 | bear | Bär
🐼 | panda | Panda
🐸 | frog | Frosch
🐵 | monkey | Affe
🐔 | chicken | Huhn
🦉 | owl | Eule
🦄 | unicorn | Einhorn
🐝 | bee | Biene
🐛 | bug | Käfer
🦋 | butterfly | Schmetterling
🐢 | turtle | Schildkröte
🐙 | octopus | Krake
🐳 | whale | Wal
🌱 | seedling | Keimling
🌳 | tree | Baum
🌸 | blossom | Blüte
🌹 | rose | Rose
🍀 | four-leaf clover | Glücksklee
🌞 | sun | Sonne
🌙 | moon | Mond
🌈 | rainbow | Regenbogen
☁️ | cloud | Wolke
☔ | rain | Regen
❄️ | snow | Schnee
🌊 | sea | Meer
🍎 | apple | Apfel
🍌 | banana | Banane
🍓 | strawberry | Erdbeere
🍋 | lemon | Zitrone
🥑 | avocado | Avocado
🍅 | tomato | Tomate
🍞 | bread | Brot
🥐 | croissant | Croissant
🧀 | cheese | Käse
🍕 | pizza | Pizza
🍔 | burger | Burger
🍟 | fries | Pommes
🌮 | taco | Taco
🍜 | noodles | Nudeln
🍣 | sushi | Sushi
🍰 | cake | Kuchen
🎂 | birthday cake | Geburtstagstorte
🍪 | cookie | Keks
🍫 | chocolate | Schokolade
🍦 | ice cream | Eis
☕ | coffee | Kaffee
🍵 | tea | Tee
🍺 | beer | Bier
🍷 | wine | Wein
🥂 | cheers | Prost
🎉 | celebration | Feier
🎈 | balloon | Luftballon
🎁 | gift | Geschenk
🏆 | trophy | Pokal
🥇 | gold medal | Goldmedaille
⚽ | football | Fußball
🏀 | basketball | Basketball
🎮 | game | Spiel
🎲 | die | Würfel
🎯 | bullseye | Volltreffer
🎵 | music | Musik
🎸 | guitar | Gitarre
🎬 | film | Film
🎨 | art | Kunst
📷 | camera | Kamera
💻 | laptop | Laptop
📱 | phone | Telefon
🔋 | battery | Batterie
🔑 | key | Schlüssel
🔒 | lock | Schloss
🔧 | wrench | Schraubenschlüssel
🔨 | hammer | Hammer
📌 | pin | Stecknadel
📎 | paper clip | Büroklammer
📅 | calendar | Kalender
📈 | chart rising | steigende Kurve
📉 | chart falling | fallende Kurve
📚 | books | Bücher
✏️ | pencil | Bleistift
📦 | package | Paket
💰 | money | Geld
⏰ | alarm clock | Wecker
⏳ | hourglass | Sanduhr
🔔 | bell | Glocke
🧪 | test tube | Reagenzglas
🚀 | rocket | Rakete
✈️ | aeroplane | Flugzeug
🚗 | car | Auto
🚌 | bus | Bus
🚆 | train | Zug
🚲 | bicycle | Fahrrad
🚢 | ship | Schiff
🚧 | building site | Baustelle
🏠 | house | Haus
🏢 | office | Büro
🏖️ | beach | Strand
⛰️ | mountain | Berg
🏕️ | camping | Zelten
🌍 | world | Welt
🗺️ | map | Landkarte
🏳️‍🌈 | rainbow flag | Regenbogenfahne
🏁 | finish line | Ziel
`;

const rows = table.trim().split("\n").map((line) => line.split(" | "));

for (const [column, code] of codes.entries()) {
  learn({ [code]: Object.fromEntries(rows.map((row) => [`emoji.${row[0]}`, row[column + 1]])) });
}
