import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"UserUpdateRequest","description":"What changes about a user.","frontmatter":{"title":"UserUpdateRequest","description":"What changes about a user.","source":"spec/openapi.yaml"},"headers":[],"relativePath":"schemas/UserUpdateRequest.md","filePath":"schemas/UserUpdateRequest.md"}');
const _sfc_main = { name: "schemas/UserUpdateRequest.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="userupdaterequest" tabindex="-1">UserUpdateRequest <a class="header-anchor" href="#userupdaterequest" aria-label="Permalink to &quot;UserUpdateRequest&quot;">​</a></h1><p>What changes about a user. Members left out stay as they are. The server ignores members that it does not know, such as <code>email</code> or a misspelt name: check what you send.</p><div class="language-ts vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">ts</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">import</span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;"> type</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;"> { UserUpdateRequest } </span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">from</span><span style="--shiki-light:#032563;--shiki-dark:#ADDCFF;"> &quot;datameta-client&quot;</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;">;</span></span></code></pre></div><h2 id="members" tabindex="-1">Members <a class="header-anchor" href="#members" aria-label="Permalink to &quot;Members&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Member</th><th>Type</th><th>Meaning</th></tr></thead><tbody><tr><td><code>name</code> <em>optional</em></td><td><code>string</code></td><td>The new full name.</td></tr><tr><td><code>groupId</code> <em>optional</em></td><td><code>string</code></td><td>The UUID or site identifier of the new group. Unknown or empty is a 404.</td></tr><tr><td><code>groupAdmin</code> <em>optional</em></td><td><code>boolean</code></td><td>Whether the user administers the own group.</td></tr><tr><td><code>siteAdmin</code> <em>optional</em></td><td><code>boolean</code></td><td>Whether the user administers the site.</td></tr><tr><td><code>siteRead</code> <em>optional</em></td><td><code>boolean</code></td><td>Whether the user may read the submitted data of all groups.</td></tr><tr><td><code>enabled</code> <em>optional</em></td><td><code>boolean</code></td><td>Whether the user may sign in and use API keys. <code>true</code> brings back a user whom the server has disabled after failed logins.</td></tr></tbody></table><h2 id="used-by" tabindex="-1">Used by <a class="header-anchor" href="#used-by" aria-label="Permalink to &quot;Used by&quot;">​</a></h2><ul><li><a href="/operations/updateUser.html"><code>updateUser</code></a> Change a user</li></ul></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("schemas/UserUpdateRequest.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const UserUpdateRequest = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  UserUpdateRequest as default
};
