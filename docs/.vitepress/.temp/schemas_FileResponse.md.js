import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"FileResponse","description":"A file as the server knows it.","frontmatter":{"title":"FileResponse","description":"A file as the server knows it.","source":"spec/openapi.yaml"},"headers":[],"relativePath":"schemas/FileResponse.md","filePath":"schemas/FileResponse.md"}');
const _sfc_main = { name: "schemas/FileResponse.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="fileresponse" tabindex="-1">FileResponse <a class="header-anchor" href="#fileresponse" aria-label="Permalink to &quot;FileResponse&quot;">​</a></h1><p>A file as the server knows it.</p><div class="language-ts vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">ts</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">import</span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;"> type</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;"> { FileResponse } </span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">from</span><span style="--shiki-light:#032563;--shiki-dark:#ADDCFF;"> &quot;datameta-client&quot;</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;">;</span></span></code></pre></div><h2 id="members" tabindex="-1">Members <a class="header-anchor" href="#members" aria-label="Permalink to &quot;Members&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Member</th><th>Type</th><th>Meaning</th></tr></thead><tbody><tr><td><code>id</code></td><td><a href="/schemas/Identifier.html"><code>Identifier</code></a></td><td>The file.</td></tr><tr><td><code>name</code></td><td><code>string</code></td><td>The file name.</td></tr><tr><td><code>userId</code></td><td><a href="/schemas/Identifier.html"><code>Identifier</code></a></td><td>The user who announced the file, its owner.</td></tr><tr><td><code>expires</code></td><td><code>string | null</code></td><td>When the upload URL stops working. ISO 8601 in the server&#39;s local time, without an offset. The date stays once the file is frozen, without meaning any more.</td></tr><tr><td><code>checksum</code></td><td><code>string</code></td><td>The MD5 that was announced or set last. It is proven only once the file is frozen.</td></tr><tr><td><code>contentUploaded</code></td><td><code>boolean</code></td><td>True once the upload is completed, which freezes the file. False before, even when the content has arrived already.</td></tr><tr><td><code>filesize</code></td><td><code>integer | null</code></td><td>The size in bytes, or null until the file is frozen.</td></tr></tbody></table><h2 id="used-by" tabindex="-1">Used by <a class="header-anchor" href="#used-by" aria-label="Permalink to &quot;Used by&quot;">​</a></h2><ul><li><a href="/operations/getFile.html"><code>getFile</code></a> Show a file</li><li><a href="/operations/updateFile.html"><code>updateFile</code></a> Change a file, or complete its upload</li></ul></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("schemas/FileResponse.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const FileResponse = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  FileResponse as default
};
