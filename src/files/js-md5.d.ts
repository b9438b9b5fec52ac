/** The library has no types for this build, which has the same API. */
declare module "js-md5/build/md5-lite.mjs" {
  export { md5 } from "js-md5";
}
