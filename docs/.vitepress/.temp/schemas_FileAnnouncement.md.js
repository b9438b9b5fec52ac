import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"FileAnnouncement","description":"What the server must know of a file before it takes the content.","frontmatter":{"title":"FileAnnouncement","description":"What the server must know of a file before it takes the content.","source":"spec/openapi.yaml"},"headers":[],"relativePath":"schemas/FileAnnouncement.md","filePath":"schemas/FileAnnouncement.md"}');
const _sfc_main = { name: "schemas/FileAnnouncement.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="fileannouncement" tabindex="-1">FileAnnouncement <a class="header-anchor" href="#fileannouncement" aria-label="Permalink to &quot;FileAnnouncement&quot;">​</a></h1><p>What the server must know of a file before it takes the content.</p><div class="language-ts vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">ts</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">import</span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;"> type</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;"> { FileAnnouncement } </span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">from</span><span style="--shiki-light:#032563;--shiki-dark:#ADDCFF;"> &quot;datameta-client&quot;</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;">;</span></span></code></pre></div><h2 id="members" tabindex="-1">Members <a class="header-anchor" href="#members" aria-label="Permalink to &quot;Members&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Member</th><th>Type</th><th>Meaning</th></tr></thead><tbody><tr><td><code>name</code></td><td><code>string</code></td><td>The file name. It must not be empty. Metadata refer to the file by this name, so it must be unique within a submission. Names outside Latin-1, or with a line break, are taken but cannot be downloaded later.</td></tr><tr><td><code>checksum</code></td><td><code>string</code></td><td>The MD5 of the content, as 32 lowercase hexadecimal digits. It is compared only when the upload is completed, so a provisional text is allowed here and can be replaced then. A <code>/</code> in it, or more than 217 bytes in UTF-8, makes the server fail with 500.</td></tr></tbody></table><h2 id="used-by" tabindex="-1">Used by <a class="header-anchor" href="#used-by" aria-label="Permalink to &quot;Used by&quot;">​</a></h2><ul><li><a href="/operations/createFile.html"><code>createFile</code></a> Announce a file</li></ul></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("schemas/FileAnnouncement.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const FileAnnouncement = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  FileAnnouncement as default
};
