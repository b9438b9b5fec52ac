import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"RegisterSettingsResponse","description":"What someone needs to know to ask for an account.","frontmatter":{"title":"RegisterSettingsResponse","description":"What someone needs to know to ask for an account.","source":"spec/openapi.yaml"},"headers":[],"relativePath":"schemas/RegisterSettingsResponse.md","filePath":"schemas/RegisterSettingsResponse.md"}');
const _sfc_main = { name: "schemas/RegisterSettingsResponse.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="registersettingsresponse" tabindex="-1">RegisterSettingsResponse <a class="header-anchor" href="#registersettingsresponse" aria-label="Permalink to &quot;RegisterSettingsResponse&quot;">​</a></h1><p>What someone needs to know to ask for an account.</p><div class="language-ts vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">ts</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">import</span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;"> type</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;"> { RegisterSettingsResponse } </span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">from</span><span style="--shiki-light:#032563;--shiki-dark:#ADDCFF;"> &quot;datameta-client&quot;</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;">;</span></span></code></pre></div><h2 id="members" tabindex="-1">Members <a class="header-anchor" href="#members" aria-label="Permalink to &quot;Members&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Member</th><th>Type</th><th>Meaning</th></tr></thead><tbody><tr><td><code>userAgreement</code></td><td><code>string | null</code></td><td>The text of the user agreement. Empty or <code>null</code> where the site has none.</td></tr><tr><td><code>groups</code></td><td><code>object[]</code></td><td>All groups of the site.</td></tr></tbody></table><h2 id="used-by" tabindex="-1">Used by <a class="header-anchor" href="#used-by" aria-label="Permalink to &quot;Used by&quot;">​</a></h2><ul><li><a href="/operations/getRegistrationSettings.html"><code>getRegistrationSettings</code></a> Get what a registration needs</li></ul></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("schemas/RegisterSettingsResponse.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const RegisterSettingsResponse = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  RegisterSettingsResponse as default
};
