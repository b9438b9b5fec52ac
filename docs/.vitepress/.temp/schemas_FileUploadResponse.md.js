import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"FileUploadResponse","description":"An announced file, and where to send its content.","frontmatter":{"title":"FileUploadResponse","description":"An announced file, and where to send its content.","source":"spec/openapi.yaml"},"headers":[],"relativePath":"schemas/FileUploadResponse.md","filePath":"schemas/FileUploadResponse.md"}');
const _sfc_main = { name: "schemas/FileUploadResponse.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="fileuploadresponse" tabindex="-1">FileUploadResponse <a class="header-anchor" href="#fileuploadresponse" aria-label="Permalink to &quot;FileUploadResponse&quot;">​</a></h1><p>An announced file, and where to send its content.</p><div class="language-ts vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">ts</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">import</span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;"> type</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;"> { FileUploadResponse } </span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">from</span><span style="--shiki-light:#032563;--shiki-dark:#ADDCFF;"> &quot;datameta-client&quot;</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;">;</span></span></code></pre></div><h2 id="members" tabindex="-1">Members <a class="header-anchor" href="#members" aria-label="Permalink to &quot;Members&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Member</th><th>Type</th><th>Meaning</th></tr></thead><tbody><tr><td><code>id</code></td><td><a href="/schemas/Identifier.html"><code>Identifier</code></a></td><td>The new file.</td></tr><tr><td><code>name</code></td><td><code>string</code></td><td>The file name, as announced.</td></tr><tr><td><code>userId</code></td><td><a href="/schemas/Identifier.html"><code>Identifier</code></a></td><td>The user who announced the file, its owner.</td></tr><tr><td><code>expires</code></td><td><code>string</code></td><td>When the upload URL stops working: one day after the announcement. ISO 8601 in the server&#39;s local time, without an offset.</td></tr><tr><td><code>urlToUpload</code></td><td><code>string</code></td><td>The absolute URL that takes the content, by <code>POST</code> as <code>multipart/form-data</code>. It is built from the request&#39;s <code>Host</code>, so behind a proxy its scheme or host can be wrong.</td></tr><tr><td><code>requestHeaders</code></td><td><code>object</code></td><td>The headers that the upload must carry, name to value. Send all of them as they are. Today it is one, <code>Access-Token</code>, which is a secret.</td></tr></tbody></table><h2 id="used-by" tabindex="-1">Used by <a class="header-anchor" href="#used-by" aria-label="Permalink to &quot;Used by&quot;">​</a></h2><ul><li><a href="/operations/createFile.html"><code>createFile</code></a> Announce a file</li></ul></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("schemas/FileUploadResponse.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const FileUploadResponse = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  FileUploadResponse as default
};
