/** A page to try REST with: it reads the OpenAPI document and makes a form of every operation. Needs nothing from elsewhere. */

const SCRIPT = `
const main = document.querySelector('main');
const element = (name, attributes = {}, ...children) => {
  const made = Object.assign(document.createElement(name), attributes);
  made.append(...children);
  return made;
};
const input = ({ name, required, schema = {} }) => {
  const choices = schema.enum;
  const field = choices
    ? element('select', { name }, ...(required ? [] : [element('option')]), ...choices.map((each) => element('option', {}, each)))
    : element('input', { name, required, value: String(schema.example ?? '') });
  return element('label', {}, name + (required ? ' *' : ''), field);
};
const fieldset = (title, fields) => (fields.length ? [element('fieldset', {}, element('legend', {}, title), ...fields)] : []);
const filled = (form, names) => names.map((name) => [name, form.elements[name].value]).filter(([, value]) => value !== '');
const form = (path, method, { summary, parameters = [], requestBody }) => {
  const query = parameters.filter((each) => each.in === 'query');
  const body = requestBody?.content['application/json'].schema;
  const names = Object.keys(body?.properties ?? {});
  const isFree = body && names.length === 0;
  const text = () => (isFree ? made.elements.json.value : JSON.stringify(Object.fromEntries(filled(made, names))));
  const out = element('pre');
  const made = element('form', {},
    element('h2', {}, method.toUpperCase() + ' ' + path), element('p', {}, summary),
    ...fieldset('query', query.map(input)),
    ...fieldset('body', isFree ? [element('label', {}, 'JSON', element('textarea', { name: 'json', value: '{}' }))] : names.map((name) => input({ name, required: body.required?.includes(name), schema: body.properties[name] }))),
    element('button', {}, 'Send'), out);
  made.addEventListener('submit', async (event) => {
    event.preventDefault();
    const key = document.querySelector('#key').value;
    const answer = await fetch(path + '?' + new URLSearchParams(filled(made, query.map(({ name }) => name))), {
      method: method.toUpperCase(),
      headers: { ...(body && { 'Content-Type': 'application/json' }), ...(key && { Authorization: 'Bearer ' + key }) },
      ...(body && { body: text() }),
    });
    out.textContent = answer.status + '\\n' + (await answer.text());
  });
  return made;
};
const { info, paths } = await (await fetch('/openapi.json')).json();
document.querySelector('h1').textContent = info.title;
for (const [path, methods] of Object.entries(paths))
  for (const [method, operation] of Object.entries(methods)) main.append(form(path, method, operation));
`;

const STYLE = `
body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
form { border-top: 1px solid #ccc; margin-top: 1.5rem }
h2 { font: 600 1rem ui-monospace, monospace }
fieldset { border: 0; padding: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); gap: .6rem; margin: .6rem 0 }
label { display: grid; color: #555 }
input, select, button { font: inherit; padding: .3rem }
pre { background: #f4f4f4; padding: .6rem; overflow: auto }
pre:empty { display: none }
`;

export const TRY_PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Pregão REST</title>
<style>${STYLE}</style>
</head>
<body>
<h1>Pregão</h1>
<p>Orders, algorithms and strategies over REST, as <a href="/openapi.json">/openapi.json</a> describes them. What is sent here is sent to this engine.</p>
<label>key, where the engine wants one <input id="key" type="password" autocomplete="off"></label>
<main></main>
<script type="module">${SCRIPT}</script>
</body>
</html>
`;
