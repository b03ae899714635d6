/** One of something for each id, made when it is first asked for. @template Value */
export class ById {
  #make;
  /** @type {Map<string, Value>} */
  #made = new Map();

  /** @param {(id: string) => Value} make */
  constructor(make) {
    this.#make = make;
  }

  /** @param {string} id */
  of = (id) => {
    const made = this.#made.get(id) ?? this.#make(id);
    this.#made.set(id, made);
    return made;
  };

  all() {
    return [...this.#made.values()];
  }
}
