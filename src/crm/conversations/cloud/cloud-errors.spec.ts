import { messageIdOf } from '../gateway/cloud-answer.js';
import { GatewayBusyError, GatewayRefusedError, GatewayUnreachableError } from '../gateway/gateway.errors.js';

/** An error as Meta documents it, with its HTTP status. */
const failureOf = (code: number, status: number, retryAfter?: string): unknown => {
  const headers = retryAfter ? { 'retry-after': retryAfter } : {};
  const error = {
    message: `(#${code}) Title`,
    type: 'OAuthException',
    code,
    error_data: { messaging_product: 'whatsapp', details: 'Details' },
    fbtrace_id: 'Az8or2yhqkZfEZ-_4Qn_Bam',
  };
  try {
    return messageIdOf({ status, headers, body: JSON.stringify({ error }) });
  } catch (failure) {
    return failure;
  }
};

// Code and HTTP status as in Meta's list of errors.
it.each<[string, number, number]>([
  ['the token has expired', 190, 401],
  ['a permission is missing', 10, 403],
  ['the account is blocked for policy violations', 368, 403],
  ['the account is locked', 131031, 403],
  ['a parameter is wrong', 100, 400],
  ['the number does not exist', 33, 400],
  ['the message is undeliverable', 131026, 400],
  ['the recipient is part of an experiment', 130472, 400],
  ['the recipient gets too much marketing', 131049, 400],
  ['there is no payment method', 131042, 400],
  ['the type of message is not supported', 131051, 400],
  ['the media cannot be downloaded', 131052, 400],
  ['the media cannot be uploaded', 131053, 400],
  ['the number of variables is wrong', 132000, 400],
  ['the template does not exist', 132001, 404],
  ['the template is too long', 132005, 400],
  ['the template violates a policy', 132007, 400],
  ['the form of a variable is wrong', 132012, 400],
  ['the template is paused', 132015, 400],
  ['the template is disabled', 132016, 400],
  ['the number is not registered', 133010, 400],
  ['the error is unknown to us', 199_999, 400],
])('is final: %s (%i)', (_, code, status) => {
  const failure = failureOf(code, status);
  expect(failure).toBeInstanceOf(GatewayRefusedError);
  expect(failure).toMatchObject({
    code: `WHATSAPP_${code}`,
    message: `WhatsApp: Details (code ${code}, trace Az8or2yhqkZfEZ-_4Qn_Bam)`,
  });
});

it.each([131047, 470])('is final, and a template may be sent instead: %i', (code) => {
  expect(failureOf(code, 400)).toBeInstanceOf(GatewayRefusedError);
  expect(failureOf(code, 400)).toMatchObject({ code: 'WINDOW_CLOSED' });
});

it.each<[string, number, number, number]>([
  ['the app called too often', 4, 429, 60_000],
  ['the business account called too often', 80007, 429, 60_000],
  ['the number sends too much', 130429, 429, 5_000],
  ['the number was reported as spam', 131048, 429, 3_600_000],
  ['this person is sent too much', 131056, 429, 6_000],
  ['a limit that is unknown to us', 199_999, 429, 5_000],
])('waits: %s (%i)', (...[, code, status, retryAfterMs]) => {
  expect(failureOf(code, status)).toBeInstanceOf(GatewayBusyError);
  expect(failureOf(code, status)).toMatchObject({ retryAfterMs });
  // Some limits are answered with 400.
  if (code < 199_999) expect(failureOf(code, 400)).toMatchObject({ retryAfterMs });
  expect(failureOf(code, status, '7')).toMatchObject({ retryAfterMs: 7_000 });
});

it.each<[string, number, number]>([
  ['an unknown error', 1, 400],
  ['downtime', 2, 503],
  ['something went wrong', 131000, 500],
  ['the service is unavailable', 131016, 500],
  ['maintenance', 131057, 500],
  ['the server is unavailable', 133004, 503],
  ['an error that is unknown to us', 199_999, 500],
])('is tried again by the policy of the step: %s (%i)', (_, code, status) => {
  expect(failureOf(code, status)).toBeInstanceOf(GatewayUnreachableError);
});
