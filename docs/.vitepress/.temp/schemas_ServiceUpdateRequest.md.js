import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"ServiceUpdateRequest","description":"The members to change.","frontmatter":{"title":"ServiceUpdateRequest","description":"The members to change.","source":"spec/openapi.yaml"},"headers":[],"relativePath":"schemas/ServiceUpdateRequest.md","filePath":"schemas/ServiceUpdateRequest.md"}');
const _sfc_main = { name: "schemas/ServiceUpdateRequest.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="serviceupdaterequest" tabindex="-1">ServiceUpdateRequest <a class="header-anchor" href="#serviceupdaterequest" aria-label="Permalink to &quot;ServiceUpdateRequest&quot;">​</a></h1><p>The members to change. What is null or left out stays as it is.</p><div class="language-ts vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">ts</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">import</span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;"> type</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;"> { ServiceUpdateRequest } </span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">from</span><span style="--shiki-light:#032563;--shiki-dark:#ADDCFF;"> &quot;datameta-client&quot;</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;">;</span></span></code></pre></div><h2 id="members" tabindex="-1">Members <a class="header-anchor" href="#members" aria-label="Permalink to &quot;Members&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Member</th><th>Type</th><th>Meaning</th></tr></thead><tbody><tr><td><code>name</code> <em>optional</em></td><td><code>string | null</code></td><td>A new name, unique on the site. Null keeps the old one.</td></tr><tr><td><code>userIds</code> <em>optional</em></td><td><code>string[] | null</code></td><td>The UUIDs or site identifiers of all users who may run the service from now on. They replace the earlier ones: an empty array removes everybody, null changes nothing.</td></tr></tbody></table><h2 id="used-by" tabindex="-1">Used by <a class="header-anchor" href="#used-by" aria-label="Permalink to &quot;Used by&quot;">​</a></h2><ul><li><a href="/operations/updateService.html"><code>updateService</code></a> Rename a service, or set who may run it</li></ul></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("schemas/ServiceUpdateRequest.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const ServiceUpdateRequest = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  ServiceUpdateRequest as default
};
