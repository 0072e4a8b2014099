/** What browsers guard: this machine, and the network that it is in. */

/** Names of this machine and of others in its own network. */
const LOCAL_NAME = /^(localhost|.+\.local(host)?)\.?$/i;
/**
 * Their IPv4 addresses (RFC 6890): 0.0.0.0/8, 10.0.0.0/8, 100.64.0.0/10 (carrier-grade NAT, Tailscale), 127.0.0.0/8, 169.254.0.0/16,
 * 172.16.0.0/12, 192.168.0.0/16.
 */
const LOCAL_V4 = /^(0|10|127|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])|169\.254|172\.(1[6-9]|2\d|3[01])|192\.168)(\.\d+){2,3}$/;
/** And IPv6: `::`, `::1`, fc00::/7, fe80::/10. */
const LOCAL_V6 = /^\[(::1?|(f[cd][\da-f]{2}|fe[89ab][\da-f]):.*)\]$/i;

/** Whether an address leads to this machine or its own network, as Chrome tells: by its name or number. */
export function isLocal(address: string): boolean {
  const { hostname } = new URL(address);
  return [LOCAL_NAME, LOCAL_V4, LOCAL_V6].some((each) => each.test(hostname));
}

/** Whether the browser wants a permission for that which was not given. Chrome 142 has one, later ones two. */
export async function lacksLocalAccess(): Promise<boolean> {
  const permissions = navigator.permissions as Permissions | undefined;
  const names = ['local-network-access', 'loopback-network', 'local-network'];
  const states = await Promise.all(
    names.map(async (name) => (await permissions?.query({ name: name as PermissionName }).catch(() => null))?.state),
  );
  return states.some((state) => state === 'denied' || state === 'prompt');
}
