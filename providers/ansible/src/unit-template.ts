/** The unit of the role, from the one in deploy: where the program, its settings and its user are is up to who installs. */
const PLACES: readonly (readonly [string, string])[] = [
  ['/opt/patchbay/', '{{ patchbay_hub_home }}/'],
  ['/etc/patchbay/hub.env', '{{ patchbay_hub_config_dir }}/hub.env'],
  ['User=patchbay', 'User={{ patchbay_hub_user }}'],
  ['Group=patchbay', 'Group={{ patchbay_hub_group }}'],
  ['/usr/bin/env node', '{{ patchbay_hub_node }}'],
  ['MemoryMax=2G', 'MemoryMax={{ patchbay_hub_memory_max }}'],
];

export function unitTemplate(unit: string): string {
  const settings = unit.slice(unit.indexOf('[Unit]'));
  const missing = PLACES.find(([text]) => !settings.includes(text));
  if (missing !== undefined) throw new Error(`deploy/systemd/patchbay.service says nothing of ${missing[0]}: change PLACES in unit-template.ts`);
  return `# {{ ansible_managed }}\n${PLACES.reduce((text, [place, variable]) => text.replaceAll(place, variable), settings)}`;
}
