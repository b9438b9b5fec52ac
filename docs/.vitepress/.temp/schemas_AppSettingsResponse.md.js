import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"AppSettingsResponse","description":"One setting of the site.","frontmatter":{"title":"AppSettingsResponse","description":"One setting of the site.","source":"spec/openapi.yaml"},"headers":[],"relativePath":"schemas/AppSettingsResponse.md","filePath":"schemas/AppSettingsResponse.md"}');
const _sfc_main = { name: "schemas/AppSettingsResponse.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="appsettingsresponse" tabindex="-1">AppSettingsResponse <a class="header-anchor" href="#appsettingsresponse" aria-label="Permalink to &quot;AppSettingsResponse&quot;">​</a></h1><p>One setting of the site.</p><div class="language-ts vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">ts</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">import</span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;"> type</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;"> { AppSettingsResponse } </span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">from</span><span style="--shiki-light:#032563;--shiki-dark:#ADDCFF;"> &quot;datameta-client&quot;</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;">;</span></span></code></pre></div><h2 id="members" tabindex="-1">Members <a class="header-anchor" href="#members" aria-label="Permalink to &quot;Members&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Member</th><th>Type</th><th>Meaning</th></tr></thead><tbody><tr><td><code>id</code></td><td><a href="/schemas/Identifier.html"><code>Identifier</code></a></td><td>The setting&#39;s identifier. It has a UUID only.</td></tr><tr><td><code>key</code></td><td><code>string</code></td><td>The setting&#39;s name, such as <code>security_max_failed_login_attempts</code>.</td></tr><tr><td><code>valueType</code></td><td><code>string</code></td><td>What the value stands for: <code>int</code>, <code>string</code>, <code>float</code>, <code>date</code> or <code>time</code>. It never changes.</td></tr><tr><td><code>value</code></td><td><code>string</code></td><td>The value, always as a string.</td></tr></tbody></table><h2 id="used-by" tabindex="-1">Used by <a class="header-anchor" href="#used-by" aria-label="Permalink to &quot;Used by&quot;">​</a></h2><ul><li><a href="/operations/getAppSettings.html"><code>getAppSettings</code></a> List the site&#39;s settings</li></ul></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("schemas/AppSettingsResponse.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const AppSettingsResponse = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  AppSettingsResponse as default
};
