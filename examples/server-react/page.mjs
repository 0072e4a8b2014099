import { createElement, useEffect, useRef, useState } from 'react';
import 'parley-assistant/define';

/**
 * What a server renders first, as Next does. Attributes by their names in HTML: a property is nothing that a server could write. React hears no event of
 * an element that it finds in the page, so that an effect does. The element has attributes of its own (`state`), which React would warn of.
 */
export function Page() {
  const parley = useRef(null);
  const [said, setSaid] = useState([]);
  useEffect(() => {
    const end = new AbortController();
    parley.current.addEventListener('parley-user-said', ({ detail }) => setSaid((all) => [...all, detail.text]), end);
    return () => end.abort();
  }, []);
  return createElement(
    'main',
    null,
    createElement('parley-assistant', {
      ref: parley,
      'asset-base': '/parley/',
      'system-prompt': 'You are the guide of a museum.',
      suppressHydrationWarning: true,
    }),
    createElement(
      'ol',
      null,
      said.map((text, index) => createElement('li', { key: index }, text)),
    ),
  );
}
