package io.rollcall.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordRulesTests {

    private final PasswordRules usual = new PasswordRules(15);
    private final PasswordRules short8 = new PasswordRules(8);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "correct horse battery staple",
                "               x",
                "ünïcödé ist auch erlaubt",
                "密码密码一二三四五六七八九十甲",
                "😀😁😂😃😄😅😆😇😈😉😊😋😌😍😎",
                "' or 1=1; drop table app_user --",
                "my rollcall passphrase for mondays"
            })
    void S3_allowsAnyCharacters(String password) {
        assertThat(usual.wrongWith(password, "ada")).isEmpty();
    }

    @Test
    void S3_countsCharactersAndNotBytes() {
        assertThat(usual.wrongWith("abcdefghijklmn", "ada"))
                .hasValueSatisfying(text -> assertThat(text).contains("14 characters", "at least 15"));
        assertThat(usual.wrongWith("😀".repeat(14), "ada")).isPresent();
        assertThat(usual.wrongWith("x1y2".repeat(31) + "end!", "ada")).isEmpty();
        assertThat(usual.wrongWith("x1y2".repeat(31) + "end!!", "ada"))
                .hasValueSatisfying(text -> assertThat(text).contains("at most 128"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"password", "PASSWORD1", "12345678", "qwertyuiop", "iloveyou", "baseball", "trustno1"})
    void S3_refusesTheCommonOnesInAnyCase(String password) {
        assertThat(short8.wrongWith(password, "ada")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rollcallrollcall",
                "Rollcall-Kandji1",
                "ada.lovelace2026",
                "LovelaceRollcall",
                "adminadminadmin1"
            })
    void S3_refusesWhatIsMadeOfWordsAnybodyWouldTryHere(String password) {
        assertThat(usual.wrongWith(password, "ada.lovelace")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "123456789012345",
                "987654321098765",
                "qwertyuiop12345",
                "Qwertyuiop-asdfghjkl",
                "iloveyouiloveyou",
                "Password12345678",
                "trustno1trustno1!",
                "abcdefghijklmnop"
            })
    void S3_refusesCommonOnesAndRowsOfKeysThatAreStrungTogether(String password) {
        assertThat(usual.wrongWith(password, "ada")).isPresent();
    }

    @Test
    void S3_refusesRepetitions() {
        assertThat(usual.wrongWith("aaaaaaaaaaaaaaaaaaaa", "ada")).isPresent();
        assertThat(usual.wrongWith("1212121212121212", "ada")).isPresent();
    }

    @Test
    void S3_neverRepeatsThePasswordInItsAnswer() {
        assertThat(usual.wrongWith("tiny-secret", "ada"))
                .hasValueSatisfying(text -> assertThat(text).doesNotContain("tiny-secret"));
    }
}
