import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"ServiceExecution","description":"The results of a service for one metadata set.","frontmatter":{"title":"ServiceExecution","description":"The results of a service for one metadata set.","source":"spec/openapi.yaml"},"headers":[],"relativePath":"schemas/ServiceExecution.md","filePath":"schemas/ServiceExecution.md"}');
const _sfc_main = { name: "schemas/ServiceExecution.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="serviceexecution" tabindex="-1">ServiceExecution <a class="header-anchor" href="#serviceexecution" aria-label="Permalink to &quot;ServiceExecution&quot;">​</a></h1><p>The results of a service for one metadata set.</p><div class="language-ts vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">ts</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">import</span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;"> type</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;"> { ServiceExecution } </span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">from</span><span style="--shiki-light:#032563;--shiki-dark:#ADDCFF;"> &quot;datameta-client&quot;</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;">;</span></span></code></pre></div><h2 id="members" tabindex="-1">Members <a class="header-anchor" href="#members" aria-label="Permalink to &quot;Members&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Member</th><th>Type</th><th>Meaning</th></tr></thead><tbody><tr><td><code>record</code></td><td><code>object</code></td><td>The values, keyed by the names of the service&#39;s own metadata definitions; each mandatory one is needed. The server stores strings, as it does in <a href="/operations/createMetaDataSet.html"><code>POST /metadatasets</code></a>.</td></tr><tr><td><code>fileIds</code></td><td><code>string[]</code></td><td>The UUIDs or site identifiers of the files that the record names: the caller&#39;s own, frozen and not yet submitted. An empty array if there are none.</td></tr></tbody></table><h2 id="used-by" tabindex="-1">Used by <a class="header-anchor" href="#used-by" aria-label="Permalink to &quot;Used by&quot;">​</a></h2><ul><li><a href="/operations/executeService.html"><code>executeService</code></a> Send a service&#39;s results for a metadata set</li></ul></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("schemas/ServiceExecution.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const ServiceExecution = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  ServiceExecution as default
};
