import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"ApiKeyList","description":"The API keys of one user, the expired ones too.","frontmatter":{"title":"ApiKeyList","description":"The API keys of one user, the expired ones too.","source":"spec/openapi.yaml"},"headers":[],"relativePath":"schemas/ApiKeyList.md","filePath":"schemas/ApiKeyList.md"}');
const _sfc_main = { name: "schemas/ApiKeyList.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="apikeylist" tabindex="-1">ApiKeyList <a class="header-anchor" href="#apikeylist" aria-label="Permalink to &quot;ApiKeyList&quot;">​</a></h1><p>The API keys of one user, the expired ones too.</p><div class="language-ts vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">ts</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">import</span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;"> type</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;"> { ApiKeyList } </span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">from</span><span style="--shiki-light:#032563;--shiki-dark:#ADDCFF;"> &quot;datameta-client&quot;</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;">;</span></span></code></pre></div><p>The type is <code>object[]</code>.</p><h2 id="members" tabindex="-1">Members <a class="header-anchor" href="#members" aria-label="Permalink to &quot;Members&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Member</th><th>Type</th><th>Meaning</th></tr></thead><tbody><tr><td><code>id</code></td><td><a href="/schemas/Identifier.html"><code>Identifier</code></a></td><td>The key&#39;s identifier. It has a UUID only.</td></tr><tr><td><code>label</code></td><td><code>string</code></td><td>The key&#39;s label.</td></tr><tr><td><code>expires</code></td><td><code>string | null</code></td><td>When the key dies: the server&#39;s local time without an offset. <code>null</code> means never; only the key that is made when a server is set up can have it.</td></tr><tr><td><code>hasExpired</code></td><td><code>boolean</code></td><td>Whether the key is dead. Trust this rather than your own clock.</td></tr></tbody></table><h2 id="used-by" tabindex="-1">Used by <a class="header-anchor" href="#used-by" aria-label="Permalink to &quot;Used by&quot;">​</a></h2><ul><li><a href="/operations/getUserApiKeys.html"><code>getUserApiKeys</code></a> List your API keys</li></ul></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("schemas/ApiKeyList.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const ApiKeyList = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  ApiKeyList as default
};
