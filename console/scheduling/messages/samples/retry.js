const app = "https://calls.example.com/api/v1/video/app_example";
const headers = {
  Authorization: `Bearer ${process.env.TOKEN}`,
  "Content-Type": "application/json",
};

// Send a request; where a limit is reached, wait as long as the answer says.
// A wait of more seconds than `longestWait` is the caller's to decide about.
async function ask(path, options = {}, longestWait = 90) {
  let answer;
  for (let tries = 0; tries < 5; tries++) {
    answer = await fetch(app + path, { headers, ...options });
    const wait = Number(answer.headers.get("Retry-After") ?? 0);
    if (![429, 503].includes(answer.status) || wait > longestWait) break;
    await new Promise((done) => setTimeout(done, wait * 1000));
  }
  return answer;
}

const answer = await ask("/presets");
console.log(answer.status, answer.headers.get("X-RateLimit-Remaining"));
