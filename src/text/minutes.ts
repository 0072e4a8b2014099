/** A time that is only roughly known: `less than a minute`, `about 5 minutes`, `about 3 hours`. */
export function formatMinutes(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  if (minutes < 1) return 'less than a minute';
  if (minutes === 1) return 'about a minute';
  return minutes < 120 ? `about ${String(minutes)} minutes` : `about ${String(Math.round(minutes / 60))} hours`;
}
