import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"StagedMetaDataSets","description":"The metadata sets to delete.","frontmatter":{"title":"StagedMetaDataSets","description":"The metadata sets to delete.","source":"spec/openapi.yaml"},"headers":[],"relativePath":"schemas/StagedMetaDataSets.md","filePath":"schemas/StagedMetaDataSets.md"}');
const _sfc_main = { name: "schemas/StagedMetaDataSets.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="stagedmetadatasets" tabindex="-1">StagedMetaDataSets <a class="header-anchor" href="#stagedmetadatasets" aria-label="Permalink to &quot;StagedMetaDataSets&quot;">​</a></h1><p>The metadata sets to delete.</p><div class="language-ts vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">ts</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">import</span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;"> type</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;"> { StagedMetaDataSets } </span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">from</span><span style="--shiki-light:#032563;--shiki-dark:#ADDCFF;"> &quot;datameta-client&quot;</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;">;</span></span></code></pre></div><h2 id="members" tabindex="-1">Members <a class="header-anchor" href="#members" aria-label="Permalink to &quot;Members&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Member</th><th>Type</th><th>Meaning</th></tr></thead><tbody><tr><td><code>metadatasetIds</code></td><td><code>string[]</code></td><td>The sets&#39; UUIDs or site identifiers. The same identifier twice counts once. One set in both forms does not: the second is then not found.</td></tr></tbody></table><h2 id="used-by" tabindex="-1">Used by <a class="header-anchor" href="#used-by" aria-label="Permalink to &quot;Used by&quot;">​</a></h2><ul><li><a href="/operations/bulkDeleteStagedMetaDataSets.html"><code>bulkDeleteStagedMetaDataSets</code></a> Delete several staged metadata sets</li></ul></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("schemas/StagedMetaDataSets.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const StagedMetaDataSets = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  StagedMetaDataSets as default
};
