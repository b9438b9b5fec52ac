import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"GroupSubmissions","description":"The submissions of a group.","frontmatter":{"title":"GroupSubmissions","description":"The submissions of a group.","source":"spec/openapi.yaml"},"headers":[],"relativePath":"schemas/GroupSubmissions.md","filePath":"schemas/GroupSubmissions.md"}');
const _sfc_main = { name: "schemas/GroupSubmissions.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="groupsubmissions" tabindex="-1">GroupSubmissions <a class="header-anchor" href="#groupsubmissions" aria-label="Permalink to &quot;GroupSubmissions&quot;">​</a></h1><p>The submissions of a group. Their dates are not told.</p><div class="language-ts vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">ts</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">import</span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;"> type</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;"> { GroupSubmissions } </span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">from</span><span style="--shiki-light:#032563;--shiki-dark:#ADDCFF;"> &quot;datameta-client&quot;</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;">;</span></span></code></pre></div><p>The type is <a href="/schemas/SubmissionResponse.html"><code>SubmissionResponse</code></a><code>[]</code>.</p><h2 id="members" tabindex="-1">Members <a class="header-anchor" href="#members" aria-label="Permalink to &quot;Members&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Member</th><th>Type</th><th>Meaning</th></tr></thead><tbody><tr><td><code>id</code></td><td><a href="/schemas/Identifier.html"><code>Identifier</code></a></td><td>The submission.</td></tr><tr><td><code>label</code></td><td><code>string | null</code></td><td>The submission&#39;s name, or null if it has none.</td></tr><tr><td><code>metadatasetIds</code></td><td><a href="/schemas/Identifier.html"><code>Identifier</code></a><code>[]</code></td><td>The metadata sets of the submission.</td></tr><tr><td><code>fileIds</code></td><td><a href="/schemas/Identifier.html"><code>Identifier</code></a><code>[]</code></td><td>The files of the submission.</td></tr></tbody></table><h2 id="used-by" tabindex="-1">Used by <a class="header-anchor" href="#used-by" aria-label="Permalink to &quot;Used by&quot;">​</a></h2><ul><li><a href="/operations/getGroupSubmissions.html"><code>getGroupSubmissions</code></a> List a group&#39;s submissions</li></ul></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("schemas/GroupSubmissions.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const GroupSubmissions = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  GroupSubmissions as default
};
