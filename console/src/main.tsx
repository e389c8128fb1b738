import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { applyTheme } from './components/theme.ts';
import { signInByLink } from './api/sign-in-link.ts';
import './styles/base.css';

applyTheme();
const linkRefused = await signInByLink();
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App linkRefused={linkRefused} />
  </StrictMode>,
);
