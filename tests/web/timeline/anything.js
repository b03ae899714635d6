import fc from "fast-check";

/** What can stand in a string: any UTF-16 units, halves of surrogate pairs and invisible characters too. */
const unit = fc.oneof(
  fc.integer({ min: 0x20, max: 0x7e }),
  fc.integer({ min: 0, max: 0xffff }),
  fc.constantFrom(0x200b, 0x202e, 0x2066, 0x0301, 0xfeff, 0x00ad),
);

/** @param {number} maxLength  UTF-16 units */
export function anyText(maxLength) {
  return fc.array(unit, { maxLength, size: "max" }).map((units) => String.fromCharCode(...units));
}
