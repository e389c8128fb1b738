import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Router } from 'wouter';
import { ApiError } from './api/client.ts';
import { LiveExecutionsProvider } from './api/live-executions.ts';
import { BASE_PATH } from './api/place.ts';
import { useSession } from './api/session.ts';
import { disconnect } from './api/socket.ts';
import { FormatsProvider } from './components/formats.tsx';
import { Shell } from './components/shell.tsx';
import { Toasts } from './components/toasts.tsx';
import { SignInPage } from './pages/sign-in/sign-in.page.tsx';
import { Screens } from './screens.tsx';
import { TextProvider } from './text/text.tsx';

/** A retry helps only if the server could not be reached. */
const retry = (count: number, error: Error) => error instanceof ApiError && error.code === 'OFFLINE' && count < 2;

// Without a network a request fails at once: if it were queued, a mutation could be sent when the user no longer expects it.
const networkMode = 'always';
const newQueries = () =>
  new QueryClient({
    defaultOptions: {
      queries: { retry, networkMode, staleTime: 5_000, refetchOnWindowFocus: false },
      mutations: { networkMode },
    },
  });

/** The console: the sign-in page, or the screens of a signed-in user. */
export function App({ linkRefused }: { linkRefused: boolean }) {
  return (
    <TextProvider>
      <Router base={BASE_PATH}>
        <Toasts>
          <SignedIn linkRefused={linkRefused} />
        </Toasts>
      </Router>
    </TextProvider>
  );
}

function SignedIn({ linkRefused }: { linkRefused: boolean }) {
  const { credential, signedOut } = useSession();
  if (!credential) return <SignInPage linkRefused={linkRefused} wasRefused={signedOut === 'refused'} />;
  // Another credential starts from scratch, so that data of one workspace is never shown in another.
  return <Console key={credential} />;
}

function Console() {
  const [queries] = useState(newQueries);
  useEffect(() => disconnect, []);
  return (
    <QueryClientProvider client={queries}>
      <LiveExecutionsProvider>
        <FormatsProvider>
          <Shell>
            <Screens />
          </Shell>
        </FormatsProvider>
      </LiveExecutionsProvider>
    </QueryClientProvider>
  );
}
