// What the pages of staff gain where JavaScript runs. Everything works without it.
import {
  Button,
  ErrorSummary,
  NotificationBanner,
  Radios,
  ServiceNavigation,
  SkipLink,
  createAll,
} from 'govuk-frontend';

for (const component of [Button, ErrorSummary, NotificationBanner, Radios, ServiceNavigation, SkipLink]) {
  createAll(component);
}

for (const print of document.querySelectorAll('[data-print]')) {
  print.hidden = false;
  print.addEventListener('click', () => window.print());
}
