import { learn } from "./index.js";

/** The call doctor, in English: what each check is called, what was found, and what to do about it. */
const en = {
  "doctor.title": "Call check",
  "doctor.lead":
    "Looks at your camera, microphone and speakers, and tries the ways on which a call reaches others. It " +
    "takes about 20 seconds; nobody sees or hears you.",
  "doctor.start": "Start the check",
  "doctor.again": "Check again",
  "doctor.copy": "Copy the report",
  "doctor.picture": "What your camera sees",
  "doctor.level": "How loud your microphone hears you",
  "doctor.heard": "I hear it",
  "doctor.unheard": "I hear nothing",
  "doctor.playAgain": "Play again",
  "doctor.waiting": "Waiting",
  "doctor.running": "Checking…",

  "doctor.state.good": "works",
  "doctor.state.poor": "needs attention",
  "doctor.state.bad": "does not work",
  "doctor.state.none": "not there",
  "doctor.state.asked": "waits for your answer",

  "doctor.verdict.well": "All is well. Calls should work from here.",
  "doctor.verdict.some": "Calls should work from here. See below what could be better.",
  "doctor.verdict.noRelay":
    "Calls reach most people from here, but not those behind strict firewalls: no relay could be used.",
  "doctor.verdict.unheard": "Calls connect from here, but nobody would hear you.",
  "doctor.verdict.noWay": "This network lets no call through. Others can be reached within it at most.",
  "doctor.verdict.local": "Calls work within this network only: the server offers no way out of it.",

  "doctor.camera": "Camera",
  "doctor.camera.good": "{name}, {size}",
  "doctor.camera.denied": "The browser does not let this page use the camera.",
  "doctor.camera.denied.do":
    "Allow it in the browser’s settings for this site, beside the address, and in the system’s privacy " +
    "settings. It is never allowed to pages without https://.",
  "doctor.camera.missing": "There is no camera.",
  "doctor.camera.missing.do": "Connect one, or take part in calls with your voice alone.",
  "doctor.camera.busy": "Another program uses the camera.",
  "doctor.camera.busy.do": "Close other programs and pages that show your picture, then check again.",
  "doctor.camera.still": "{name} sends no picture.",
  "doctor.camera.still.do": "Unplug it and plug it in again, or choose another camera.",
  "doctor.camera.dark": "The picture of {name} is black.",
  "doctor.camera.dark.do": "Open the cover of the lens, and look for a key that switches the camera off.",
  "doctor.camera.failed": "The camera cannot be used.",
  "doctor.camera.failed.do": "Restart the browser, then check again.",

  "doctor.microphone": "Microphone",
  "doctor.microphone.good": "{name} hears you.",
  "doctor.microphone.running": "Say something…",
  "doctor.microphone.denied": "The browser does not let this page use the microphone.",
  "doctor.microphone.denied.do":
    "Allow it in the browser’s settings for this site, beside the address, and in the system’s privacy " +
    "settings. It is never allowed to pages without https://.",
  "doctor.microphone.missing": "There is no microphone.",
  "doctor.microphone.missing.do": "Connect one; a headset is best.",
  "doctor.microphone.busy": "Another program uses the microphone.",
  "doctor.microphone.busy.do": "Close other programs that listen, then check again.",
  "doctor.microphone.muted": "{name} is switched off.",
  "doctor.microphone.muted.do": "Look for the switch on the headset, and for the mute key of the keyboard.",
  "doctor.microphone.silent": "{name} hears nothing.",
  "doctor.microphone.silent.do":
    "Speak while it is checked. If it stays silent, raise its volume in the system’s settings or choose " +
    "another microphone.",
  "doctor.microphone.failed": "The microphone cannot be used.",
  "doctor.microphone.failed.do": "Restart the browser, then check again.",

  "doctor.speakers": "Speakers",
  "doctor.speakers.running": "Three notes are played…",
  "doctor.speakers.asked": "Did you hear three notes?",
  "doctor.speakers.good": "You heard the notes.",
  "doctor.speakers.unheard": "You did not hear the notes.",
  "doctor.speakers.unheard.do":
    "Turn the volume up, and see in the system’s settings where its sound goes: often to a screen or a headset.",
  "doctor.speakers.blocked": "The browser plays no sound for this page.",
  "doctor.speakers.blocked.do": "Allow sound in the browser’s settings for this site.",

  "doctor.stun": "Way to the Internet",
  "doctor.stun.good": "The server sees where you can be reached.",
  "doctor.stun.direct": "Nothing stands between you and the Internet.",
  "doctor.stun.blocked": "The STUN server does not answer.",
  "doctor.stun.blocked.do":
    "A firewall stops UDP. Calls then need the relay; ask whoever runs the network to let UDP out.",
  "doctor.stun.none": "The server names no STUN server.",
  "doctor.stun.none.do": "Whoever runs the server sets STUN_URLS.",
  "doctor.stun.unasked": "The server does not say which one to ask.",
  "doctor.stun.unasked.do": "See whether Parley itself is connected, then check again.",

  "doctor.udp": "Relay over UDP",
  "doctor.tcp": "Relay over TCP",
  "doctor.tls": "Relay over TLS",
  "doctor.turn.good": "Data goes through.",
  "doctor.turn.blocked": "The relay does not answer this way.",
  "doctor.turn.blocked.do":
    "A firewall stops it, or the relay is not running. One of the three ways is enough; should none work, " +
    "tell whoever runs the server.",
  "doctor.turn.refused": "The relay does not accept the server’s credentials.",
  "doctor.turn.refused.do": "Whoever runs the server compares its TURN_SECRET with the relay’s, and both clocks.",
  "doctor.turn.full": "The relay has no room left.",
  "doctor.turn.full.do": "Check again later; whoever runs the relay can raise its quotas.",
  "doctor.turn.stuck": "The relay answers, but no data comes through.",
  "doctor.turn.stuck.do":
    "Whoever runs the relay sees to its external address, its open ports, and the addresses it is denied.",
  "doctor.turn.none": "The server names no such relay.",
  "doctor.turn.none.do": "Whoever runs the server can name one in TURN_URLS.",
  "doctor.turn.unasked": "The server does not say which one to use.",
  "doctor.turn.unasked.do": "See whether Parley itself is connected, then check again.",

  "doctor.upstream": "Upstream",
  "doctor.upstream.videoRelay": {
    one: "{rate} Mbit/s through the relay: enough for video with one other.",
    other: "{rate} Mbit/s through the relay: enough for video with {count} others.",
  },
  "doctor.upstream.videoServer": {
    one: "{rate} Mbit/s to the server: enough for video with one other.",
    other: "{rate} Mbit/s to the server: enough for video with {count} others.",
  },
  "doctor.upstream.speechRelay": "{rate} Mbit/s through the relay: too little for video.",
  "doctor.upstream.speechRelay.do": "Leave your camera off, or stop what else uses the network.",
  "doctor.upstream.speechServer": "{rate} Mbit/s to the server: too little for video.",
  "doctor.upstream.speechServer.do": "Leave your camera off, or stop what else uses the network.",
  "doctor.upstream.littleRelay": "{rate} Mbit/s through the relay: too little for a voice.",
  "doctor.upstream.littleRelay.do": "Stop what else uses the network, or go nearer to the Wi-Fi’s base.",
  "doctor.upstream.littleServer": "{rate} Mbit/s to the server: too little for a voice.",
  "doctor.upstream.littleServer.do": "Stop what else uses the network, or go nearer to the Wi-Fi’s base.",
  "doctor.upstream.none": "It could not be measured.",
  "doctor.upstream.unasked": "It could not be measured.",
};

/** German. @type {Record<keyof typeof en, import("./index.js").Phrase>} */
const de = {
  "doctor.title": "Anruftest",
  "doctor.lead":
    "Prüft Kamera, Mikrofon und Lautsprecher und probiert die Wege, auf denen ein Anruf andere erreicht. " +
    "Das dauert etwa 20 Sekunden; niemand sieht oder hört dich.",
  "doctor.start": "Test starten",
  "doctor.again": "Noch einmal testen",
  "doctor.copy": "Bericht kopieren",
  "doctor.picture": "Was deine Kamera sieht",
  "doctor.level": "Wie laut dein Mikrofon dich hört",
  "doctor.heard": "Ich höre es",
  "doctor.unheard": "Ich höre nichts",
  "doctor.playAgain": "Noch einmal spielen",
  "doctor.waiting": "Wartet",
  "doctor.running": "Wird geprüft …",

  "doctor.state.good": "geht",
  "doctor.state.poor": "braucht Aufmerksamkeit",
  "doctor.state.bad": "geht nicht",
  "doctor.state.none": "nicht da",
  "doctor.state.asked": "wartet auf deine Antwort",

  "doctor.verdict.well": "Alles in Ordnung. Von hier aus sollten Anrufe klappen.",
  "doctor.verdict.some": "Von hier aus sollten Anrufe klappen. Was besser sein könnte, steht unten.",
  "doctor.verdict.noRelay":
    "Anrufe erreichen von hier aus die meisten, aber niemanden hinter strengen Firewalls: Kein Relay war zu " +
    "benutzen.",
  "doctor.verdict.unheard": "Anrufe kommen von hier aus zustande, aber niemand würde dich hören.",
  "doctor.verdict.noWay":
    "Dieses Netz lässt keinen Anruf durch. Höchstens innerhalb davon sind andere zu erreichen.",
  "doctor.verdict.local": "Anrufe gehen nur innerhalb dieses Netzes: Der Server bietet keinen Weg hinaus.",

  "doctor.camera": "Kamera",
  "doctor.camera.good": "{name}, {size}",
  "doctor.camera.denied": "Der Browser lässt diese Seite nicht an die Kamera.",
  "doctor.camera.denied.do":
    "Erlaub es in den Einstellungen des Browsers für diese Website, neben der Adresse, und im Datenschutz " +
    "des Systems. Seiten ohne https:// ist es nie erlaubt.",
  "doctor.camera.missing": "Es gibt keine Kamera.",
  "doctor.camera.missing.do": "Schließ eine an, oder nimm nur mit deiner Stimme an Anrufen teil.",
  "doctor.camera.busy": "Ein anderes Programm benutzt die Kamera.",
  "doctor.camera.busy.do": "Schließ andere Programme und Seiten, die dein Bild zeigen, und prüf noch einmal.",
  "doctor.camera.still": "{name} liefert kein Bild.",
  "doctor.camera.still.do": "Zieh sie ab und steck sie wieder an, oder wähl eine andere Kamera.",
  "doctor.camera.dark": "Das Bild von {name} ist schwarz.",
  "doctor.camera.dark.do": "Öffne die Abdeckung der Linse, und such nach einer Taste, die die Kamera ausschaltet.",
  "doctor.camera.failed": "Die Kamera lässt sich nicht benutzen.",
  "doctor.camera.failed.do": "Starte den Browser neu und prüf noch einmal.",

  "doctor.microphone": "Mikrofon",
  "doctor.microphone.good": "{name} hört dich.",
  "doctor.microphone.running": "Sag etwas …",
  "doctor.microphone.denied": "Der Browser lässt diese Seite nicht ans Mikrofon.",
  "doctor.microphone.denied.do":
    "Erlaub es in den Einstellungen des Browsers für diese Website, neben der Adresse, und im Datenschutz " +
    "des Systems. Seiten ohne https:// ist es nie erlaubt.",
  "doctor.microphone.missing": "Es gibt kein Mikrofon.",
  "doctor.microphone.missing.do": "Schließ eines an; am besten ist ein Headset.",
  "doctor.microphone.busy": "Ein anderes Programm benutzt das Mikrofon.",
  "doctor.microphone.busy.do": "Schließ andere Programme, die zuhören, und prüf noch einmal.",
  "doctor.microphone.muted": "{name} ist ausgeschaltet.",
  "doctor.microphone.muted.do": "Such den Schalter am Headset und die Stummtaste der Tastatur.",
  "doctor.microphone.silent": "{name} hört nichts.",
  "doctor.microphone.silent.do":
    "Sprich, während geprüft wird. Bleibt es still, stell es in den Einstellungen des Systems lauter oder " +
    "wähl ein anderes.",
  "doctor.microphone.failed": "Das Mikrofon lässt sich nicht benutzen.",
  "doctor.microphone.failed.do": "Starte den Browser neu und prüf noch einmal.",

  "doctor.speakers": "Lautsprecher",
  "doctor.speakers.running": "Drei Töne werden gespielt …",
  "doctor.speakers.asked": "Hast du drei Töne gehört?",
  "doctor.speakers.good": "Du hast die Töne gehört.",
  "doctor.speakers.unheard": "Du hast die Töne nicht gehört.",
  "doctor.speakers.unheard.do":
    "Dreh lauter, und sieh in den Einstellungen des Systems nach, wohin sein Ton geht: oft zu einem " +
    "Bildschirm oder Headset.",
  "doctor.speakers.blocked": "Der Browser spielt für diese Seite keinen Ton.",
  "doctor.speakers.blocked.do": "Erlaub den Ton in den Einstellungen des Browsers für diese Website.",

  "doctor.stun": "Weg ins Internet",
  "doctor.stun.good": "Der Server sieht, wo du erreichbar bist.",
  "doctor.stun.direct": "Zwischen dir und dem Internet steht nichts.",
  "doctor.stun.blocked": "Der STUN-Server antwortet nicht.",
  "doctor.stun.blocked.do":
    "Eine Firewall hält UDP auf. Anrufe brauchen dann das Relay; bitte darum, dass das Netz UDP hinauslässt.",
  "doctor.stun.none": "Der Server nennt keinen STUN-Server.",
  "doctor.stun.none.do": "Wer den Server betreibt, setzt STUN_URLS.",
  "doctor.stun.unasked": "Der Server sagt nicht, wen man fragen soll.",
  "doctor.stun.unasked.do": "Sieh nach, ob Parley selbst verbunden ist, und prüf noch einmal.",

  "doctor.udp": "Relay über UDP",
  "doctor.tcp": "Relay über TCP",
  "doctor.tls": "Relay über TLS",
  "doctor.turn.good": "Daten kommen durch.",
  "doctor.turn.blocked": "Das Relay antwortet auf diesem Weg nicht.",
  "doctor.turn.blocked.do":
    "Eine Firewall hält es auf, oder das Relay läuft nicht. Einer der drei Wege genügt; geht keiner, sag es " +
    "denen, die den Server betreiben.",
  "doctor.turn.refused": "Das Relay nimmt die Zugangsdaten des Servers nicht an.",
  "doctor.turn.refused.do":
    "Wer den Server betreibt, vergleicht sein TURN_SECRET mit dem des Relays, und beide Uhren.",
  "doctor.turn.full": "Das Relay hat keinen Platz mehr.",
  "doctor.turn.full.do": "Prüf später noch einmal; wer das Relay betreibt, kann die Kontingente erhöhen.",
  "doctor.turn.stuck": "Das Relay antwortet, aber Daten kommen nicht durch.",
  "doctor.turn.stuck.do":
    "Wer das Relay betreibt, sieht nach seiner äußeren Adresse, den offenen Ports und den gesperrten Adressen.",
  "doctor.turn.none": "Der Server nennt kein solches Relay.",
  "doctor.turn.none.do": "Wer den Server betreibt, kann eines in TURN_URLS nennen.",
  "doctor.turn.unasked": "Der Server sagt nicht, welches zu benutzen ist.",
  "doctor.turn.unasked.do": "Sieh nach, ob Parley selbst verbunden ist, und prüf noch einmal.",

  "doctor.upstream": "Datenrate nach außen",
  "doctor.upstream.videoRelay": {
    one: "{rate} Mbit/s durch das Relay: genug für Video mit einer anderen Person.",
    other: "{rate} Mbit/s durch das Relay: genug für Video mit {count} anderen.",
  },
  "doctor.upstream.videoServer": {
    one: "{rate} Mbit/s zum Server: genug für Video mit einer anderen Person.",
    other: "{rate} Mbit/s zum Server: genug für Video mit {count} anderen.",
  },
  "doctor.upstream.speechRelay": "{rate} Mbit/s durch das Relay: zu wenig für Video.",
  "doctor.upstream.speechRelay.do": "Lass die Kamera aus, oder beende, was sonst das Netz benutzt.",
  "doctor.upstream.speechServer": "{rate} Mbit/s zum Server: zu wenig für Video.",
  "doctor.upstream.speechServer.do": "Lass die Kamera aus, oder beende, was sonst das Netz benutzt.",
  "doctor.upstream.littleRelay": "{rate} Mbit/s durch das Relay: zu wenig für eine Stimme.",
  "doctor.upstream.littleRelay.do": "Beende, was sonst das Netz benutzt, oder geh näher an das WLAN.",
  "doctor.upstream.littleServer": "{rate} Mbit/s zum Server: zu wenig für eine Stimme.",
  "doctor.upstream.littleServer.do": "Beende, was sonst das Netz benutzt, oder geh näher an das WLAN.",
  "doctor.upstream.none": "Sie war nicht zu messen.",
  "doctor.upstream.unasked": "Sie war nicht zu messen.",
};

learn({ en, de });
