import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"FileUpdateRequest","description":"The members to change.","frontmatter":{"title":"FileUpdateRequest","description":"The members to change.","source":"spec/openapi.yaml"},"headers":[],"relativePath":"schemas/FileUpdateRequest.md","filePath":"schemas/FileUpdateRequest.md"}');
const _sfc_main = { name: "schemas/FileUpdateRequest.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="fileupdaterequest" tabindex="-1">FileUpdateRequest <a class="header-anchor" href="#fileupdaterequest" aria-label="Permalink to &quot;FileUpdateRequest&quot;">​</a></h1><p>The members to change. What is left out stays as it is.</p><div class="language-ts vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">ts</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">import</span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;"> type</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;"> { FileUpdateRequest } </span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">from</span><span style="--shiki-light:#032563;--shiki-dark:#ADDCFF;"> &quot;datameta-client&quot;</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;">;</span></span></code></pre></div><h2 id="members" tabindex="-1">Members <a class="header-anchor" href="#members" aria-label="Permalink to &quot;Members&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Member</th><th>Type</th><th>Meaning</th></tr></thead><tbody><tr><td><code>name</code> <em>optional</em></td><td><code>string</code></td><td>A new file name. It must not be empty.</td></tr><tr><td><code>contentUploaded</code> <em>optional</em></td><td><code>boolean</code></td><td>True completes the upload: the server compares the content with the checksum, and freezes the file if they agree. False is ignored.</td></tr><tr><td><code>checksum</code> <em>optional</em></td><td><code>string</code></td><td>A new MD5, as 32 lowercase hexadecimal digits. It replaces a provisional one.</td></tr></tbody></table><h2 id="used-by" tabindex="-1">Used by <a class="header-anchor" href="#used-by" aria-label="Permalink to &quot;Used by&quot;">​</a></h2><ul><li><a href="/operations/updateFile.html"><code>updateFile</code></a> Change a file, or complete its upload</li></ul></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("schemas/FileUpdateRequest.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const FileUpdateRequest = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  FileUpdateRequest as default
};
