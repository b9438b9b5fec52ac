/** A secret of each kind. Tests check that outputs do not contain them. Each contains the word. */
export const canaries = {
  token: "canary-token-1f",
  cookie: "canary-cookie-5b",
  password: 'canary-"pässword"-2e',
  newPassword: "canary-new-password-3d",
  credential: "canary-reset-credential-4c",
  otp: "canary-otp-600613",
  responseToken: "canary-response-token-6a",
  signedUrl: "https://storage.canary.example/f?X-Amz-Signature=canary-signature-7e",
};

export const canary = "canary";
