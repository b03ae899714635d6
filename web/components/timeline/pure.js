import { Component } from "../../vendor/preact.js";

/** @param {Record<string, unknown>} one @param {Record<string, unknown>} other */
function differ(one, other) {
  return Object.keys(one).length !== Object.keys(other).length
    || Object.keys(one).some((key) => !Object.is(one[key], other[key]));
}

/**
 * A component that is drawn again only when a property is another one: of a hundred rows, the one that
 * changed.
 * @template {object} P
 * @param {(props: P) => any} draw
 */
export function pure(draw) {
  return class extends Component {
    /** @param {any} next */
    shouldComponentUpdate(next) {
      return differ(this.props, next);
    }

    /** @param {any} props */
    render(props) {
      return draw(props);
    }
  };
}
