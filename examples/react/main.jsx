import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import 'parley-assistant/define';

/** The bundler takes the script into a file of its own, so the page says where the rest is: a copy of the package in public/parley. */
function App() {
  const [said, setSaid] = useState([]);
  return (
    <>
      <parley-assistant
        assetBase="/parley/"
        systemPrompt="You are the guide of a museum."
        onparley-user-said={({ detail }) => setSaid((all) => [...all, detail.text])}
      />
      <ol>
        {said.map((text, index) => (
          <li key={index}>{text}</li>
        ))}
      </ol>
    </>
  );
}

createRoot(document.querySelector('#app')).render(<App />);
