import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"FileUrl","description":"A link that downloads a file without further credentials.","frontmatter":{"title":"FileUrl","description":"A link that downloads a file without further credentials.","source":"spec/openapi.yaml"},"headers":[],"relativePath":"schemas/FileUrl.md","filePath":"schemas/FileUrl.md"}');
const _sfc_main = { name: "schemas/FileUrl.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="fileurl" tabindex="-1">FileUrl <a class="header-anchor" href="#fileurl" aria-label="Permalink to &quot;FileUrl&quot;">​</a></h1><p>A link that downloads a file without further credentials.</p><div class="language-ts vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">ts</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">import</span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;"> type</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;"> { FileUrl } </span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">from</span><span style="--shiki-light:#032563;--shiki-dark:#ADDCFF;"> &quot;datameta-client&quot;</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;">;</span></span></code></pre></div><h2 id="members" tabindex="-1">Members <a class="header-anchor" href="#members" aria-label="Permalink to &quot;Members&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Member</th><th>Type</th><th>Meaning</th></tr></thead><tbody><tr><td><code>fileId</code></td><td><a href="/schemas/Identifier.html"><code>Identifier</code></a></td><td>The file.</td></tr><tr><td><code>fileUrl</code></td><td><code>string</code></td><td>The absolute URL of the content. It works for anybody, and more than once, until it expires: treat it as a secret. It is built from the request&#39;s <code>Host</code>, so behind a proxy its scheme or host can be wrong.</td></tr><tr><td><code>expires</code></td><td><code>string</code></td><td>When the link stops working, in UTC with its offset. The first release with this operation, 0.9.6, sends a number here.</td></tr><tr><td><code>checksum</code> <em>optional</em></td><td><code>string</code></td><td>The MD5 of the file, in hexadecimal. Releases before 1.0.4 do not send it.</td></tr></tbody></table><h2 id="used-by" tabindex="-1">Used by <a class="header-anchor" href="#used-by" aria-label="Permalink to &quot;Used by&quot;">​</a></h2><ul><li><a href="/operations/getFileUrl.html"><code>getFileUrl</code></a> Get a download link for a file</li></ul></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("schemas/FileUrl.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const FileUrl = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  FileUrl as default
};
