import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Error","description":"One problem.","frontmatter":{"title":"Error","description":"One problem.","source":"spec/openapi.yaml"},"headers":[],"relativePath":"schemas/Error.md","filePath":"schemas/Error.md"}');
const _sfc_main = { name: "schemas/Error.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="error" tabindex="-1">Error <a class="header-anchor" href="#error" aria-label="Permalink to &quot;Error&quot;">​</a></h1><p>One problem.</p><div class="language-ts vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">ts</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">import</span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;"> type</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;"> { Error } </span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">from</span><span style="--shiki-light:#032563;--shiki-dark:#ADDCFF;"> &quot;datameta-client&quot;</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;">;</span></span></code></pre></div><h2 id="members" tabindex="-1">Members <a class="header-anchor" href="#members" aria-label="Permalink to &quot;Members&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Member</th><th>Type</th><th>Meaning</th></tr></thead><tbody><tr><td><code>exception</code> <em>optional</em></td><td><code>string</code></td><td>The kind of problem, as the server&#39;s code names it: <a href="/exports/index.html#validationerror"><code>ValidationError</code></a>, <code>InvalidContentType</code>, <code>ResourceNotModifiableError</code>.</td></tr><tr><td><code>error_code</code> <em>optional</em></td><td><code>string</code></td><td>Reserved. No release sends it.</td></tr><tr><td><code>message</code></td><td><code>string</code></td><td>What is wrong. Empty for registrations, where <code>field</code> carries a code.</td></tr><tr><td><code>entity</code> <em>optional</em></td><td><a href="/schemas/Identifier.html"><code>Identifier</code></a></td><td>The file or record that the problem belongs to. For an identifier that names nothing, both members repeat what you sent.</td></tr><tr><td><code>field</code> <em>optional</em></td><td><code>string</code></td><td>The member of the body, or the metadata definition, that the problem belongs to. Where a required member is missing, it lists all required members, joined by <code>/</code>.</td></tr></tbody></table><h2 id="used-by" tabindex="-1">Used by <a class="header-anchor" href="#used-by" aria-label="Permalink to &quot;Used by&quot;">​</a></h2><ul><li><a href="/schemas/ErrorModel.html"><code>ErrorModel</code></a></li></ul></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("schemas/Error.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const Error = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  Error as default
};
