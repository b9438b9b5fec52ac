import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"UserResponse","description":"What you may know about a user.","frontmatter":{"title":"UserResponse","description":"What you may know about a user.","source":"spec/openapi.yaml"},"headers":[],"relativePath":"schemas/UserResponse.md","filePath":"schemas/UserResponse.md"}');
const _sfc_main = { name: "schemas/UserResponse.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="userresponse" tabindex="-1">UserResponse <a class="header-anchor" href="#userresponse" aria-label="Permalink to &quot;UserResponse&quot;">​</a></h1><p>What you may know about a user. Releases before 1.0.4 use this name for another shape, that of <a href="/schemas/WhoamiResponse.html"><code>WhoamiResponse</code></a>.</p><div class="language-ts vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">ts</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">import</span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;"> type</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;"> { UserResponse } </span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">from</span><span style="--shiki-light:#032563;--shiki-dark:#ADDCFF;"> &quot;datameta-client&quot;</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;">;</span></span></code></pre></div><h2 id="members" tabindex="-1">Members <a class="header-anchor" href="#members" aria-label="Permalink to &quot;Members&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Member</th><th>Type</th><th>Meaning</th></tr></thead><tbody><tr><td><code>id</code></td><td><a href="/schemas/Identifier.html"><code>Identifier</code></a></td><td>The user&#39;s identifiers.</td></tr><tr><td><code>name</code></td><td><code>string</code></td><td>The user&#39;s full name.</td></tr><tr><td><code>groupAdmin</code> <em>optional</em></td><td><code>boolean | null</code></td><td>Whether the user administers the own group. <code>null</code> where you may not know.</td></tr><tr><td><code>siteAdmin</code> <em>optional</em></td><td><code>boolean | null</code></td><td>Whether the user administers the site. <code>null</code> where you may not know.</td></tr><tr><td><code>siteRead</code> <em>optional</em></td><td><code>boolean | null</code></td><td>Whether the user may read the submitted data of all groups. <code>null</code> where you may not know.</td></tr><tr><td><code>email</code> <em>optional</em></td><td><code>string | null</code></td><td>The user&#39;s e-mail address. <code>null</code> where you may not know.</td></tr><tr><td><code>groupId</code></td><td><a href="/schemas/Identifier.html"><code>Identifier</code></a></td><td>The identifiers of the user&#39;s group.</td></tr></tbody></table><h2 id="used-by" tabindex="-1">Used by <a class="header-anchor" href="#used-by" aria-label="Permalink to &quot;Used by&quot;">​</a></h2><ul><li><a href="/operations/getUser.html"><code>getUser</code></a> Get a user</li></ul></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("schemas/UserResponse.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const UserResponse = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  UserResponse as default
};
