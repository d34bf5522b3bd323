package dev.cadre.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Test;

final class SignInTest extends Browsing {
  private final Cadre guarded = Cadre.guarded();

  @Test
  void where_callers_must_prove_themselves_a_token_opens_the_console() {
    Page page = page();
    page.navigate(guarded.url("/console/usage"));
    assertThat(page.locator(".sign-in h1")).hasText("Sign in");
    screenshot(page, "sign-in");
    page.locator("#token").fill("not-a-token");
    page.locator(".sign-in button").click();
    assertThat(page.locator(".sign-in .notice.bad")).isVisible();
    page.locator("#token").fill(guarded.adminToken());
    page.locator(".sign-in button").click();
    assertThat(page.locator("main h1")).hasText("Models and usage");
    assertThat(page.locator("main .notice.bad")).hasCount(0);
    page.reload();
    assertThat(page.locator("main h1")).hasText("Models and usage");

    page.evaluate(
        "sessionStorage.setItem('cadre.kept', '[]'); localStorage.setItem('cadre.draft.a new', 'half a thought')");
    page.locator(".nav button", new Page.LocatorOptions().setHasText("Sign out")).first().click();
    assertThat(page.locator(".sign-in h1")).hasText("Sign in");
    assertThat((Integer) page.evaluate("sessionStorage.length")).isZero();
    assertThat((String) page.evaluate("JSON.stringify(localStorage)"))
        .doesNotContain("half a thought");
  }
}
