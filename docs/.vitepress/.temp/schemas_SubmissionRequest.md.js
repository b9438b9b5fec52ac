import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"SubmissionRequest","description":"The staged metadata sets and files that belong together.","frontmatter":{"title":"SubmissionRequest","description":"The staged metadata sets and files that belong together.","source":"spec/openapi.yaml"},"headers":[],"relativePath":"schemas/SubmissionRequest.md","filePath":"schemas/SubmissionRequest.md"}');
const _sfc_main = { name: "schemas/SubmissionRequest.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="submissionrequest" tabindex="-1">SubmissionRequest <a class="header-anchor" href="#submissionrequest" aria-label="Permalink to &quot;SubmissionRequest&quot;">​</a></h1><p>The staged metadata sets and files that belong together.</p><div class="language-ts vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">ts</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">import</span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;"> type</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;"> { SubmissionRequest } </span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">from</span><span style="--shiki-light:#032563;--shiki-dark:#ADDCFF;"> &quot;datameta-client&quot;</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;">;</span></span></code></pre></div><h2 id="members" tabindex="-1">Members <a class="header-anchor" href="#members" aria-label="Permalink to &quot;Members&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Member</th><th>Type</th><th>Meaning</th></tr></thead><tbody><tr><td><code>metadatasetIds</code></td><td><code>string[]</code></td><td>The metadata sets&#39; UUIDs or site identifiers. The same identifier twice counts once; one set in both forms is refused as a duplicate.</td></tr><tr><td><code>fileIds</code></td><td><code>string[]</code></td><td>The files&#39; UUIDs or site identifiers: exactly those that the metadata sets name. The same identifier twice counts once; one file in both forms is refused as a duplicate.</td></tr><tr><td><code>label</code> <em>optional</em></td><td><code>string | null</code></td><td>A name for the submission, at most 100 characters; the server fails with 500 on more. It stores an empty one as null.</td></tr></tbody></table><h2 id="used-by" tabindex="-1">Used by <a class="header-anchor" href="#used-by" aria-label="Permalink to &quot;Used by&quot;">​</a></h2><ul><li><a href="/operations/createSubmission.html"><code>createSubmission</code></a> Submit metadata sets and files</li><li><a href="/operations/prevalidateSubmission.html"><code>prevalidateSubmission</code></a> Check a submission without submitting it</li></ul></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("schemas/SubmissionRequest.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const SubmissionRequest = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  SubmissionRequest as default
};
