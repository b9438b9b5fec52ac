import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"AppSettingsUpdateRequest","description":"The new value of a setting.","frontmatter":{"title":"AppSettingsUpdateRequest","description":"The new value of a setting.","source":"spec/openapi.yaml"},"headers":[],"relativePath":"schemas/AppSettingsUpdateRequest.md","filePath":"schemas/AppSettingsUpdateRequest.md"}');
const _sfc_main = { name: "schemas/AppSettingsUpdateRequest.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="appsettingsupdaterequest" tabindex="-1">AppSettingsUpdateRequest <a class="header-anchor" href="#appsettingsupdaterequest" aria-label="Permalink to &quot;AppSettingsUpdateRequest&quot;">​</a></h1><p>The new value of a setting.</p><div class="language-ts vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">ts</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">import</span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;"> type</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;"> { AppSettingsUpdateRequest } </span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">from</span><span style="--shiki-light:#032563;--shiki-dark:#ADDCFF;"> &quot;datameta-client&quot;</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;">;</span></span></code></pre></div><h2 id="members" tabindex="-1">Members <a class="header-anchor" href="#members" aria-label="Permalink to &quot;Members&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Member</th><th>Type</th><th>Meaning</th></tr></thead><tbody><tr><td><code>value</code></td><td><code>string</code></td><td>The value as a string, in the form of the setting&#39;s <code>valueType</code>: digits for <code>int</code> and <code>float</code>, <code>2030-03-31</code> for <code>date</code>, <code>12:30:00</code> for <code>time</code>.</td></tr></tbody></table><h2 id="used-by" tabindex="-1">Used by <a class="header-anchor" href="#used-by" aria-label="Permalink to &quot;Used by&quot;">​</a></h2><ul><li><a href="/operations/updateAppSettings.html"><code>updateAppSettings</code></a> Change a setting of the site</li></ul></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("schemas/AppSettingsUpdateRequest.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const AppSettingsUpdateRequest = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  AppSettingsUpdateRequest as default
};
