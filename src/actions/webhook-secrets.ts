/** Where the secrets are kept under which webhooks are signed. */
export abstract class WebhookSecrets {
  /** Resolves with the workspace's secret as Standard Webhooks writes it: "whsec_" and base64. */
  abstract secretOf(workspaceId: string): Promise<string>;
}
