import { lazy, Suspense, type ComponentType } from 'react';
import { Route, Switch, useLocation } from 'wouter';
import { Boundary } from './components/boundary.tsx';
import { Loading } from './components/states.tsx';
import { NotFoundPage } from './pages/not-found.page.tsx';
import { NowPage } from './pages/now/now.page.tsx';

type Params = Record<string, string | undefined>;
type Screen = ComponentType<{ params: Params }>;

/** A screen in its own chunk, loaded on demand. */
const later = <Name extends string>(load: () => Promise<Record<Name, Screen>>, name: Name): Screen =>
  lazy(async () => ({ default: (await load())[name] as Screen })) as Screen;

/** Every screen and its address. A new one is a line here, a page in pages/, and its words in text/. */
const SCREENS: [path: string, screen: Screen][] = [
  ['/', NowPage],
  ['/automations', later(() => import('./pages/automations/automations.page.tsx'), 'AutomationsPage')],
  ['/automations/:id', later(() => import('./pages/automations/automation.page.tsx'), 'AutomationPage')],
  ['/executions', later(() => import('./pages/executions/executions.page.tsx'), 'ExecutionsPage')],
  ['/executions/:id', later(() => import('./pages/executions/execution.page.tsx'), 'ExecutionPage')],
  ['/events', later(() => import('./pages/events/events.page.tsx'), 'EventsPage')],
  ['/events/:id', later(() => import('./pages/events/event.page.tsx'), 'EventPage')],
  ['/contacts', later(() => import('./pages/contacts/contacts.page.tsx'), 'ContactsPage')],
  ['/contacts/:id', later(() => import('./pages/contacts/contact.page.tsx'), 'ContactPage')],
  ['/tasks', later(() => import('./pages/tasks/tasks.page.tsx'), 'TasksPage')],
  ['/import/:what?', later(() => import('./pages/import/import.page.tsx'), 'ImportPage')],
  ['/orders/:id', later(() => import('./pages/orders/order.page.tsx'), 'OrderPage')],
  ['/board/:pipelineId?', later(() => import('./pages/board/board.page.tsx'), 'BoardPage')],
  ['/failures', later(() => import('./pages/failures/failures.page.tsx'), 'FailuresPage')],
  ['/settings/:tab?', later(() => import('./pages/settings/settings.page.tsx'), 'SettingsPage')],
  ['/search', later(() => import('./pages/search/search.page.tsx'), 'SearchPage')],
];

export function Screens() {
  const [path] = useLocation();
  return (
    <Boundary of={path}>
      <Suspense fallback={<Loading />}>
        <Switch>
          {SCREENS.map(([path, Screen]) => (
            <Route key={path} path={path}>
              {/* A screen for another object is a new instance: no state of the previous one remains. */}
              {(params: Params) => <Screen key={JSON.stringify(params)} params={params} />}
            </Route>
          ))}
          <Route>
            <NotFoundPage />
          </Route>
        </Switch>
      </Suspense>
    </Boundary>
  );
}
