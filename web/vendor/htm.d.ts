import * as module from "htm";
declare const exported: typeof module.default.default;
export default exported;
