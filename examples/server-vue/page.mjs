import { h, ref } from 'vue';
import 'parley-assistant/define';

/** What a server renders first, as Nuxt does. */
export const Page = {
  setup() {
    const said = ref([]);
    const hear = ({ detail }) => said.value.push(detail.text);
    return () =>
      h('main', [
        h('parley-assistant', {
          'asset-base': '/parley/',
          'system-prompt': 'You are the guide of a museum.',
          'onParley-user-said': hear,
        }),
        h(
          'ol',
          said.value.map((text) => h('li', text)),
        ),
      ]);
  },
};
