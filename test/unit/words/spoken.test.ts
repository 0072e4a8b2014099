/** What the voice is given for what a model writes, as a good reader would say it, kind by kind. */
import { describe, expect, it } from 'vitest';
import { speakable } from '../../../src/text/speakable.ts';

const kinds: Record<string, readonly (readonly [written: string, said: string])[]> = {
  'money (B23)': [
    ['€12,50 and €1.299,00', '12 euros and 50 cents and 1,299 euros'],
    ['It is €30.20.', 'It is 30 euros and 20 cents.'],
    ['€1 or ¥500 or ₹20', '1 euro or 500 yen or 20 rupees'],
    ['30 € and 12,50 €', '30 euros and 12 euros and 50 cents'],
    ['$1.5M, $20k, $3B', '$1.5 million, $20 thousand, $3 billion'],
    ['US$5 and C$3', '5 US dollars and 3 Canadian dollars'],
    ['$0.99 or $5.00', '99 cents or $5'],
    ['-$5 and $10-$20', 'minus $5 and $10 to $20'],
    ['$1234.50', '$1,234.50'],
    // What kokoro-js says right.
    ['$3.50, $1,234,567.89, $5.3 thousand, £20', '$3.50, $1,234,567.89, $5.3 thousand, £20'],
    ['$5/month', '$5 per month'],
  ],
  'what is stressed is said like the rest': [
    ['There are **7** days.', 'There are 7 days.'],
    ['It is **14:30** now.', 'It is 14 30 now.'],
    ['It costs **12 €** or *14 €*.', 'It costs 12 euros or 14 euros.'],
    ['In **1998** it was **−5 °C**.', 'In 1998 it was −5 degrees Celsius.'],
    ['Mix __2__ eggs, ***3*** cups and ~~4~~ spoons.', 'Mix 2 eggs, 3 cups and 4 spoons.'],
    ['The **first _two_ of *3* lines**.', 'The first two of 3 lines.'],
    ['There are **7 wonders. They', 'There are 7 wonders. They'],
    ['x**2 is 2 ** 3, 5*3 and 5 * 3', 'x squared is 2 cubed, 5 times 3 and 5 times 3'],
  ],
  'units (B23)': [
    ['1/4 tsp and 1 1/4 tsp', 'one quarter teaspoon and 1 and a quarter teaspoons'],
    ['180°C/350°F', '180 degrees Celsius or 350 degrees Fahrenheit'],
    ['I said no. 5 is odd.', 'I said no. 5 is odd.'],
    ['a 27" screen, a 5.5" pipe', 'a 27 inch screen, a 5.5 inch pipe'],
    ['She said "I am 27" today.', 'She said "I am 27" today.'],
    ['10km/h', '10 kilometers per hour'],
    ['1 km, 2 km, 0.5 km', '1 kilometer, 2 kilometers, 0.5 kilometers'],
    ['3 m/s² on 25 m²', '3 meters per second squared on 25 square meters'],
    ['5\'10"', '5 feet 10 inches'],
    ['8 GB at 100 Mbps', '8 gigabytes at 100 megabits per second'],
    ['5 ft. tall, 3 lbs. of it', '5 feet tall, 3 pounds of it'],
    ['at 5 in the morning', 'at 5 in the morning'],
    ['1500 m and 20 °C', '1,500 meters and 20 degrees Celsius'],
    ['a 5-km run', 'a 5 kilometer run'],
    ['60 W, 230 V, 50 Hz', '60 watts, 230 volts, 50 hertz'],
  ],
  'numbers that are no years (B23)': [
    ['1234 apples', '1,234 apples'],
    ['2048 bytes', '2,048 bytes'],
    ['The answer is 4096.', 'The answer is 4,096.'],
    ['In 1984 and 2024', 'In 1984 and 2024'],
    ['the 2008 elections', 'the 2008 elections'],
    ['In 1990 people danced.', 'In 1990 people danced.'],
    ['Room 1408, flight 2310', 'Room 1408, flight 2310'],
    ['1 000 000 people', '1,000,000 people'],
    ['10k steps, 5M users', '10 thousand steps, 5 million users'],
    ['3x faster', '3 times faster'],
  ],
  'dates and times (B23)': [
    ['on 12/25 or in 2020/21', 'on December 25 or in 2020 21'],
    ['on 2024/1/5', 'on January 5, 2024'],
    ['on 12/25/2024', 'on December 25, 2024'],
    ['on 25.12.2024', 'on December 25, 2024'],
    ['on 25/12/24', 'on December 25, 2024'],
    ['2024-01-15T10:30:00Z', 'January 15, 2024 at 10:30'],
    ['Mon, Jan 5', 'Monday, January 5'],
    ['5 Feb. 2020', '5 February 2020'],
    ['Mon–Fri', 'Monday to Friday'],
    ['1990–1995', '1990 to 1995'],
    ['3:05pm', '3:05 pm'],
    ['at 15:30 or 09:05', 'at 15 30 or 9:05'],
    ['9am–5pm', '9 am to 5 pm'],
    ['1:23:45', '1 hour, 23 minutes and 45 seconds'],
    ['a 16:9 screen', 'a 16 to 9 screen'],
    ['3:05 pm, 10:00 AM, the 1990s', '3:05 pm, 10:00 AM, the 1990s'],
  ],
  'telephones and other digits (B23)': [
    ['1-800-GOT-JUNK', '1, 8 0 0, GOT JUNK'],
    ['+44 20 7946 0958', 'plus 4 4, 2 0, 7 9 4 6, 0 9 5 8'],
    ['(555) 123-4567', '5 5 5, 1 2 3, 4 5 6 7'],
    ['1-800-555-0199', '1, 8 0 0, 5 5 5, 0 1 9 9'],
    ['555-1234', '5 5 5, 1 2 3 4'],
    ['call 911', 'call 9 1 1'],
    ['192.168.0.1', '192 dot 168 dot 0 dot 1'],
    ['agent 007', 'agent 0 0 7'],
    ['3-4 days', '3-4 days'],
  ],
  'addresses (B23)': [
    ['.NET and .txt files', 'dot NET and dot txt files'],
    ['at 127.0.0.1:8080', 'at 127 dot 0 dot 0 dot 1'],
    ['ana_b@my-site.co.uk', 'ana underscore b at my dash site dot co dot uk'],
    ['Go to example.com/path.', 'Go to example dot com.'],
    ['README.md and Node.js', 'README dot md and Node dot js'],
    ['U.S. and e.g. this', 'U.S. and e.g. this'],
    ['the end.Next one', 'the end. Next one'],
    ['(see https://a.org/b)', '(see a dot org)'],
  ],
  'short forms (B23)': [
    ['Elizabeth I was queen, and I am not', 'Elizabeth the 1st was queen, and I am not'],
    ['the XIV century, Rocky IV', 'the 14th century, Rocky 4'],
    ['e.g., this', 'e.g. this'],
    ['221B Baker St. is', '221B Baker Street is'],
    ['St. Louis', 'St. Louis'],
    ['Fifth Ave.', 'Fifth Avenue.'],
    ['Mt. Everest, Gen. Grant', 'Mount Everest, General Grant'],
    ['cats vs. dogs, No. 5', 'cats versus dogs, number 5'],
    ['he/she and/or 24/7', 'he or she and or twenty-four seven'],
    ['AT&T and R&D', 'AT&T and R&D'],
  ],
  'fractions and sums (B21, B22)': [
    ['15 / 3 = 5', '15 divided by 3 equals 5'],
    ['List<String> and Map<K, V>', 'List of String and Map of K and V'],
    ['x^{2} and H~2~O and x^2^', 'x squared and H2O and x squared'],
    ['1/2 cup and 3/4', 'one half cup and three quarters'],
    ['1 1/2 cups', '1 and a half cups'],
    ['22/7', '22 over 7'],
    ['10/2 = 5', '10 divided by 2 equals 5'],
    ['x^2 + y^3', 'x squared + y cubed'],
    ['2 ** 8', '2 to the power of 8'],
    ['a != b, a == b, x=5', 'a is not equal to b, a equals b, x equals 5'],
    ['5 <= 6', '5 is at most 6'],
    ['in <5 minutes (>90%)', 'in less than 5 minutes (more than 90%)'],
    ['1920x1080', '1920 by 1080'],
    ['5x3 = 15', '5 times 3 equals 15'],
    ['x - y = z', 'x minus y equals z'],
    ['6.02e23', '6.02 times 10 to the power of 23'],
    ['H₂O and √9', 'H2O and the square root of 9'],
    ['this - that', 'this — that'],
  ],
  'formulas (B28)': [
    [String.raw`$f(x) = 2x + 1$`, 'f of x equals 2 x plus 1'],
    [String.raw`$\log_2 8 = 3$`, 'log base 2 of 8 equals 3'],
    [String.raw`$\int_0^1 x^2 dx$`, 'the integral from 0 to 1 of x squared d x'],
    [String.raw`$\lim_{x \to 0} x$`, 'the limit as x goes to 0 of x'],
    [String.raw`\frac{1}{2}`, 'one half'],
    [String.raw`$\frac{a}{b}$`, 'a over b'],
    ['$x^2 + y^2 = r^2$', 'x squared plus y squared equals r squared'],
    [String.raw`\(x \le 5\)`, 'x is at most 5'],
    [
      String.raw`\[ x = \frac{-b \pm \sqrt{b^2 - 4ac}}{2a} \]`,
      'x equals minus b plus or minus the square root of b squared minus 4 a c over 2 a',
    ],
    [String.raw`$$\sum_{i=1}^{n} i$$`, 'the sum from i equals 1 to n of i'],
    [String.raw`$90^\circ$`, '90 degrees'],
    [String.raw`$E = mc^2$`, 'E equals m c squared'],
    ['It costs $5 and $10 today', 'It costs $5 and $10 today'],
  ],
  'entities, footnotes and tags (B28)': [
    ['caf&eacute; &lt; 5&nbsp;km', 'café is less than 5 kilometers'],
    ['Rome [3, 4], London[citation needed].', 'Rome, London.'],
    ['Paris[^1] is old.¹', 'Paris is old.'],
    ['x<sup>2</sup> and H<sub>2</sub>O', 'x squared and H2O'],
    ['<https://a.org/b> and <!-- no --> this', 'a dot org and this'],
    ['[a](https://b.org/c_(d)) c', 'a c'],
    ['[cut](https://docs.exam', 'cut'],
  ],
  'stage directions (B28)': [
    ['*waves* [laughs] Sure.', 'Sure.'],
    ['*sighs* Well', 'Well'],
    ['Now, *chuckles softly* look.', 'Now, look.'],
    ['(laughs) Yes. *clears throat*', 'Yes.'],
    ['She *laughs* a lot.', 'She laughs a lot.'],
    ['*Always* do it.', 'Always do it.'],
    ['The *Paris* one is *this*.', 'The Paris one is this.'],
  ],
  'what looks like a fence (B27)': [
    ['Use ``` to open a code block in markdown. It is easy.', 'Use to open a code block in markdown. It is easy.'],
    ['~~~python\nsecret\n~~~\nDone.', 'Done.'],
    ['Here: ```js\nsecret\n```\nDone.', 'Here: Done.'],
    ['- ```\n  secret\n  ```\nDone.', 'Done.'],
    ['Say ```one``` now', 'Say one now'],
  ],
};

for (const [kind, cases] of Object.entries(kinds)) {
  describe(kind, () => {
    it.each(cases)('%s', (written, said) => {
      expect(speakable(written).spoken).toBe(said);
    });
  });
}

it('a fence goes on into the next clause, and a lone one does not', () => {
  expect(speakable('Here it is:\n```python\n').inCode).toBe(true);
  expect(speakable('Use ``` for code. ').inCode).toBe(false);
  expect(speakable('~~~\n', true)).toEqual({ spoken: '', inCode: false });
});

it('saying it again changes nothing', () => {
  for (const [, said] of Object.values(kinds).flat()) {
    const once = speakable(said).spoken;
    expect(speakable(once).spoken).toBe(once);
  }
});
