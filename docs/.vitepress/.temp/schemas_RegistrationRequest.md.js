import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"RegistrationRequest","description":"A request for an account.","frontmatter":{"title":"RegistrationRequest","description":"A request for an account.","source":"spec/openapi.yaml"},"headers":[],"relativePath":"schemas/RegistrationRequest.md","filePath":"schemas/RegistrationRequest.md"}');
const _sfc_main = { name: "schemas/RegistrationRequest.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="registrationrequest" tabindex="-1">RegistrationRequest <a class="header-anchor" href="#registrationrequest" aria-label="Permalink to &quot;RegistrationRequest&quot;">​</a></h1><p>A request for an account. All six members must be present, though some may be <code>null</code>. Their names are in snake_case, unlike everywhere else.</p><div class="language-ts vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">ts</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">import</span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;"> type</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;"> { RegistrationRequest } </span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">from</span><span style="--shiki-light:#032563;--shiki-dark:#ADDCFF;"> &quot;datameta-client&quot;</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;">;</span></span></code></pre></div><h2 id="members" tabindex="-1">Members <a class="header-anchor" href="#members" aria-label="Permalink to &quot;Members&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Member</th><th>Type</th><th>Meaning</th></tr></thead><tbody><tr><td><code>name</code></td><td><code>string | null</code></td><td>Your full name. Must not be empty.</td></tr><tr><td><code>email</code></td><td><code>string | null</code></td><td>Your e-mail address. Must not be <code>null</code>, which ends in a 500.</td></tr><tr><td><code>org_select</code></td><td><code>string | null</code></td><td>The UUID or site identifier of the group to join. <code>null</code> only together with a new organisation.</td></tr><tr><td><code>org_create</code></td><td><code>string | null</code></td><td>Any string, even an empty one, asks for a new organisation. <code>null</code> joins an existing one.</td></tr><tr><td><code>org_new_name</code></td><td><code>string | null</code></td><td>The name of the new organisation, where <code>org_create</code> is a string.</td></tr><tr><td><code>check_user_agreement</code></td><td><code>boolean | null</code></td><td>Whether you accept the user agreement. Sites without one take any value.</td></tr></tbody></table><h2 id="used-by" tabindex="-1">Used by <a class="header-anchor" href="#used-by" aria-label="Permalink to &quot;Used by&quot;">​</a></h2><ul><li><a href="/operations/createRegistration.html"><code>createRegistration</code></a> Ask for an account</li></ul></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("schemas/RegistrationRequest.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const RegistrationRequest = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  RegistrationRequest as default
};
