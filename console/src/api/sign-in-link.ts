import { serverUrl } from './place.ts';
import { signIn } from './session.ts';

/**
 * Signs in with the code from the link that `npm start` printed. The code is in the fragment, which no server or log sees, and is
 * removed from the address at once. True if there was a code and the server rejected it.
 */
export async function signInByLink(): Promise<boolean> {
  const code = new URLSearchParams(location.hash.slice(1)).get('code');
  if (!code) return false;
  history.replaceState(null, '', location.pathname + location.search);
  try {
    const response = await fetch(serverUrl('console/sign-in'), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code }),
    });
    if (!response.ok) return true;
    const { credential } = (await response.json()) as { credential: string };
    signIn(credential);
    return false;
  } catch {
    return true;
  }
}
