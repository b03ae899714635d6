import assert from "node:assert/strict";
import { test } from "node:test";

import { Media } from "../../../web/calls/media.js";
import { signal } from "../../../web/vendor/signals-core.js";

/** A track that knows whether it was stopped. */
class Track extends EventTarget {
  enabled = true;
  live = true;

  /** @param {string} device */
  constructor(device) {
    super();
    this.device = device;
  }

  stop() {
    this.live = false;
  }
}

/** Devices that answer when they are told to. */
class Devices extends EventTarget {
  /** @type {((answer?: Error) => Track)[]} */
  asked = [];

  /** @param {any} wishes */
  getUserMedia({ audio, video }) {
    const track = new Track((audio ?? video).deviceId ?? "");
    return new Promise((resolve, reject) => {
      this.asked.push((failure) => {
        if (failure) reject(failure);
        else resolve({ getTracks: () => [track] });
        return track;
      });
    });
  }

  async enumerateDevices() {
    return [];
  }
}

function made() {
  const devices = new Devices();
  const wishes = signal({ microphone: "", camera: "", speaker: "" });
  const media = new Media(/** @type {any} */ (wishes), /** @type {any} */ (devices));
  return { devices, media, wishes };
}

test("of two devices that are chosen one after another the second is used, whichever answers first", async () => {
  const { devices, media, wishes } = made();
  const choices = ["one", "other"].map((microphone) => {
    wishes.value = { ...wishes.value, microphone };
    return media.chosen("microphone");
  });
  const [first, second] = devices.asked;
  const [used, passed] = [second?.(), first?.()];
  await Promise.all(choices);
  assert.equal(/** @type {any} */ (media.microphone.value).device, "other");
  assert.deepEqual([used?.live, passed?.live], [true, false]);
});

test("a camera that is switched off while it is opened stays off", async () => {
  const { devices, media } = made();
  const on = media.film(true);
  await media.film(false);
  const track = devices.asked[0]?.();
  await on;
  assert.deepEqual([media.camera.value, track?.live], [null, false]);
});

test("a device that is refused after another was chosen is no problem", async () => {
  const { devices, media } = made();
  const choices = [media.chosen("microphone"), media.chosen("microphone")];
  devices.asked[1]?.();
  devices.asked[0]?.(Object.assign(new Error(), { name: "NotReadableError" }));
  await Promise.all(choices);
  assert.equal(media.problems.value.microphone, null);
  assert.equal(/** @type {any} */ (media.microphone.value).live, true);
});
